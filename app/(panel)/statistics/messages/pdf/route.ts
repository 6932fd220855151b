import { makeMessageReport } from "@/lib/statistics/message-report";
import { pdfRoute } from "../../pdf-route";
import { messageReport } from "../../question";

export const GET = pdfRoute(messageReport, makeMessageReport);
