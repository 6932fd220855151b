import { reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { believable, readSmppDate } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, quote, storable } from "@/lib/gateways/reading/storable";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";
import type { TwilioConfig } from "./config";
import { TWILIO_ERRORS } from "./errors";

/**
 * Reads a StatusCallback: `MessageSid`, `MessageStatus`, `ErrorCode`, `RawDlrDoneDate` (older names: `SmsSid`,
 * `SmsStatus`). Twilio reports a message as a whole: part 0.
 *
 * @returns an empty list for an inbound message, which comes in the same shape.
 */
export function readTwilioReceipts(
  request: RawRequest,
  { zone }: TwilioConfig,
  errors: ErrorTable,
): Receipt[] | Unreadable {
  const fields = fieldsOf(request);
  const given = (name: string, older?: string) => (fields?.get(name) || (older && fields?.get(older)) || "").trim();
  const [sid, status] = [given("MessageSid", "SmsSid"), given("MessageStatus", "SmsStatus")];
  if (!fields || sid === "" || status === "")
    return { unreadable: "MessageSid or MessageStatus is missing: this is no status of Twilio" };
  const word = status.toLowerCase();
  if (word === "receiving" || word === "received") return [];
  const receipt: Receipt = {
    reference: ownId(sid) ?? storable(sid, LONGEST.reference),
    key: eventKey(sid, status),
    part: 0,
    ...understand(word, given("ErrorCode"), errors),
    occurredAt: believable(readSmppDate(given("RawDlrDoneDate"), zone), request.receivedAt),
    text: quote(fields, ["MessageStatus", "ErrorCode", "ErrorMessage"]),
  };
  return [receipt];
}

type Said = Pick<Receipt, "meaning" | "refusal" | "code" | "reason">;

function understand(status: string, errorCode: string, errors: ErrorTable): Said {
  const code = /[^0]/.test(errorCode) ? storable(errorCode, LONGEST.code) : null;
  const why = (otherwise: Reason) => reasonOfFailure(code, errors, (one) => TWILIO_ERRORS.get(one), otherwise);
  // What failed or was cancelled never left Twilio.
  if (status === "failed") return { meaning: "rejected", refusal: true, code, reason: why("unknown") };
  if (status === "canceled") return { meaning: "rejected", refusal: true, code, reason: why("cancelled") };
  if (status === "undelivered") {
    const reason = why("unknown");
    return { meaning: UNDELIVERED[reason] ?? "non-deliverable", refusal: false, code, reason };
  }
  const meaning = ON_ITS_WAY.get(status) ?? null;
  return { meaning, refusal: false, code: meaning ? null : (code ?? storable(status, LONGEST.code)), reason: null };
}

/** Twilio's one word for all that carriers did not deliver; its code tells who refused and what ran out of time. */
const UNDELIVERED: Partial<Record<Reason, Meaning>> = {
  blocked: "rejected",
  filtered: "rejected",
  expired: "expired",
};

/** Of a partial delivery nobody knows which recipients lack it, so it stays Sent and its text says why. */
const ON_ITS_WAY: ReadonlyMap<string, Meaning> = new Map([
  ["accepted", "processed"],
  ["scheduled", "processed"],
  ["queued", "processed"],
  ["sending", "sent"],
  ["sent", "sent"],
  ["partially_delivered", "sent"],
  ["delivered", "delivered"],
  ["read", "delivered"],
]);
