import { campaignPdf } from "@/lib/campaigns/pdf";
import { namesOf } from "@/lib/messages/filter-names";
import { pdfRoute } from "../../monitoring/file-routes";
import { campaignList } from "../question";

export const GET = pdfRoute(campaignList, async (_, __, t, formats) => namesOf(t, formats, {}), campaignPdf);
