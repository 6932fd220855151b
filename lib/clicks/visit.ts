import type { RawRequest } from "@/lib/gateways/gateway";
import { uuid7s } from "@/lib/messages/uuid7";
import { isPrefetch, type Signs } from "./judge";
import { readLanguage } from "./language";

/** A visit to a short link, as it is recorded and judged. */
export type Visit = Signs & {
  /** Made once for each visit: however often it is written, it is recorded once. */
  id: string;
  /** The link's code, without the account, and the message it is in. */
  code: string;
  messageId: string;
  /** The whole address; shortened when it is recorded. */
  address: string;
};

export const visitOf = (
  { headers, address, receivedAt }: RawRequest,
  { code, messageId }: { code: string; messageId: string },
): Visit => ({
  id: uuid7s(receivedAt, 1)[0]!,
  at: receivedAt,
  ...{ code, messageId, address },
  userAgent: headers["user-agent"] ?? "",
  language: readLanguage(headers["accept-language"]),
  prefetch: isPrefetch(headers),
});
