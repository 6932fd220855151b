import type { Scope } from "@/lib/auth/scope";
import { newCode, writeCode } from "@/lib/clicks/codes";
import { type Shortened, shortenLinks } from "@/lib/clicks/shorten";
import { invalid } from "@/lib/errors";
import { readNumber } from "@/lib/messages/numbers";
import { originalOperator } from "@/lib/messages/operator";
import type { Reason } from "@/lib/messages/reasons";
import { type Segmentation, segmentsOf } from "@/lib/messages/segments";
import { isSender } from "@/lib/messages/sender";
import type { Status } from "@/lib/messages/status";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import { uuid7s } from "@/lib/messages/uuid7";
import { publicUrl } from "@/lib/public-url";
import { placeUnsubscribe } from "@/lib/unsubscribe/place";
import { MOST_MESSAGES } from "./limits";
import type { Sending } from "./sending";

export const MOST_SEGMENTS = 10;
const MOST_LINKS = 10;

/** A message before it is recorded. */
export type Draft = {
  id: string;
  sentAt: Date;
  asked: Sending["messages"][number];
  msisdn: string;
  country: string | null;
  operator: string | null;
  sender: string;
  text: string;
  parameters: Record<string, string> | null;
  codes: Shortened["codes"];
  /** Of the way out in its text. */
  unsubscribeCode: string | null;
  reference: string | null;
  segmentation: Segmentation;
  status: Status;
  reason: Reason | null;
  validUntil: Date;
};

/** Everything about a message that needs no database. */
export function draftsOf(scope: Scope, sending: Sending, now: Date): Draft[] {
  if (sending.messages.length === 0) throw invalid("A request needs at least one message.");
  if (sending.messages.length > MOST_MESSAGES)
    throw invalid(`A request takes at most ${MOST_MESSAGES} messages; this one has ${sending.messages.length}.`);
  const ids = uuid7s(now, sending.messages.length);
  const validUntil = new Date(now.getTime() + (sending.validityMinutes ?? scope.account.validityMinutes) * 60_000);
  const linkBase = sending.shortLinks && publicUrl(`/r/${writeCode(scope.accountId, "")}`);
  const unsubscribeBase = () => publicUrl(`/u/${writeCode(scope.accountId, "")}`);
  const plain = new Map<string, Segmentation>();
  const count = (text: string, ucs2: boolean) => {
    const name = `${ucs2}${text}`;
    const known = plain.get(name) ?? segmentsOf(text, { ucs2 });
    if (sending.messages.length > 1) plain.set(name, known);
    return known;
  };

  return sending.messages.map((message, index): Draft => {
    const shortened = linkBase ? shortenLinks(message, sending.shortLinks!, linkBase, newCode) : null;
    const { codes, ...linked } = shortened ?? { ...message, codes: [] };
    const placed = placeUnsubscribe(linked, unsubscribeBase, newCode);
    const { text, parameters } = placed ?? linked;
    if (codes.length > MOST_LINKS)
      throw invalid(`messages[${index}].text has ${codes.length} links; at most ${MOST_LINKS} are made short.`);
    const templated = parameters !== null && placeholdersOf(text).length > 0;
    const segmentation = templated
      ? segmentsOf(renderTemplate(text, parameters), { ucs2: message.ucs2 })
      : count(text, message.ucs2);
    if (segmentation.segments > MOST_SEGMENTS)
      throw invalid(
        `messages[${index}].text needs ${segmentation.segments} segments; at most ${MOST_SEGMENTS} are sent (${segmentation.encoding}).`,
      );
    const number = readNumber(message.to, scope.account.defaultCountry);
    const sender = message.sender ?? scope.account.defaultSender;
    const reason: Reason | null = !number.ok ? number.reason : isSender(sender) ? null : "invalid_sender";
    return {
      id: ids[index]!,
      sentAt: now,
      asked: message,
      msisdn: number.msisdn,
      country: number.ok ? number.country : null,
      operator: number.ok ? originalOperator(number.msisdn) : null,
      sender,
      text,
      parameters: templated ? parameters : null,
      codes,
      unsubscribeCode: placed?.code ?? null,
      reference: message.reference,
      segmentation,
      status: reason !== null ? "rejected" : sending.test ? "test" : "processed",
      reason,
      validUntil,
    };
  });
}
