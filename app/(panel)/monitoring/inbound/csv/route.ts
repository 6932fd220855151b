import { inboundCsv } from "@/lib/inbound/files";
import { csvRoute } from "../../file-routes";
import { inboundList } from "../question";

export const GET = csvRoute(inboundList, inboundCsv);
