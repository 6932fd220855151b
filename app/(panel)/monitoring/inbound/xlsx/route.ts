import { inboundXlsx } from "@/lib/inbound/files";
import { xlsxRoute } from "../../file-routes";
import { inboundList } from "../question";

export const GET = xlsxRoute(inboundList, inboundXlsx);
