import { campaignXlsx } from "@/lib/campaigns/files";
import { xlsxRoute } from "../../monitoring/file-routes";
import { campaignList } from "../question";

export const GET = xlsxRoute(campaignList, campaignXlsx);
