import { makeClickReport } from "@/lib/statistics/clicks/report";
import { pdfRoute } from "../../pdf-route";
import { clickReport } from "../../question";

export const GET = pdfRoute(clickReport, makeClickReport);
