import { campaignCsv } from "@/lib/campaigns/files";
import { csvRoute } from "../../monitoring/file-routes";
import { campaignList } from "../question";

export const GET = csvRoute(campaignList, campaignCsv);
