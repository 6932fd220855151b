import { makeClickReport } from "@/lib/statistics/clicks/report";
import { clickReport } from "../../question";
import { tableRoute } from "../../table-route";

export const GET = tableRoute(clickReport, makeClickReport);
