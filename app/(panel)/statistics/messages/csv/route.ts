import { makeMessageReport } from "@/lib/statistics/message-report";
import { messageReport } from "../../question";
import { tableRoute } from "../../table-route";

export const GET = tableRoute(messageReport, makeMessageReport);
