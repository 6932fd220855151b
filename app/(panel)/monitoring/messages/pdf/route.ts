import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { messagePdf } from "@/lib/messages/pdf";
import { pdfRoute } from "../../file-routes";
import { messageList } from "../question";

export const GET = pdfRoute(
  messageList,
  async (scope, query, t, formats) => namesOf(t, formats, await offeredFor(scope, query)),
  messagePdf,
);
