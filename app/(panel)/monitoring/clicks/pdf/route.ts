import { clickPdf } from "@/lib/clicks/pdf";
import { seenLately } from "@/lib/clicks/queries";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { pdfRoute } from "../../file-routes";
import { clickList } from "../question";

export const GET = pdfRoute(
  clickList,
  async (scope, query, t, formats) => {
    const [{ campaign }, seen] = await Promise.all([offeredFor(scope, query), seenLately(scope)]);
    return namesOf(t, formats, { campaign, ...seen });
  },
  clickPdf,
);
