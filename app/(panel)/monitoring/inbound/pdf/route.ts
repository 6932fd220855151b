import { inboundPdf } from "@/lib/inbound/pdf";
import { namesOf } from "@/lib/messages/filter-names";
import { formatNumber } from "@/lib/messages/numbers";
import { listOptions } from "@/lib/messages/queries";
import { pdfRoute } from "../../file-routes";
import { inboundList } from "../question";

export const GET = pdfRoute(
  inboundList,
  async (scope, _, t, formats) => {
    const { gateway } = await listOptions(scope);
    return { ...namesOf(t, formats, { gateway }), person: formatNumber };
  },
  inboundPdf,
);
