import { createHash } from "node:crypto";
import { ERROR_PRESETS } from "@/lib/gateways/error-presets";
import { reasonOfCode, reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { believable, readInstant } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, quote, storable } from "@/lib/gateways/reading/storable";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { Meaning } from "@/lib/messages/status";
import type { VonageConfig } from "./config";

/**
 * Reads a delivery receipt of the SMS API, by GET, form or JSON: `messageId`, `status`, `err-code`, `scts`,
 * `message-timestamp` (UTC; the zone of `scts` varies), `client-ref`. `msisdn` is the recipient here, `to` the sender.
 *
 * Each part of a long message has a `messageId` and a receipt of its own; all carry the one `client-ref`.
 *
 * @returns an empty list for an inbound message.
 */
export function readVonageReceipts(request: RawRequest, _: VonageConfig, errors: ErrorTable): Receipt[] | Unreadable {
  const fields = fieldsOf(request);
  const given = (name: string) => (fields?.get(name) ?? "").trim();
  const [messageId, status] = [given("messageId"), given("status")];
  if (fields && messageId !== "" && status === "" && given("type") !== "") return [];
  if (!fields || messageId === "" || status === "")
    return { unreadable: "messageId or status is missing: this is no delivery receipt of Vonage's SMS API" };
  const own = ownId(given("client-ref"));
  const receipt: Receipt = {
    reference: own ?? ownId(messageId) ?? storable(messageId, LONGEST.reference),
    key: eventKey(messageId, status, given("err-code"), given("scts")),
    part: own ? partOf(messageId) : 0,
    refusal: false,
    ...understand(status.toLowerCase(), given("err-code"), errors),
    occurredAt: believable(readInstant(given("message-timestamp"), "UTC"), request.receivedAt),
    text: quote(fields, ["status", "err-code", "scts"]),
  };
  return [receipt];
}

/** Which of the parts that share a `client-ref` is told by nothing but its id, so the id makes its number. */
const partOf = (messageId: string) => (createHash("sha256").update(messageId).digest().readUInt16BE(0) % 0x7fff) + 1;

type Said = Pick<Receipt, "meaning" | "code" | "reason">;

function understand(status: string, errorCode: string, errors: ErrorTable): Said {
  const code = /[^0]/.test(errorCode) ? storable(errorCode, LONGEST.code) : null;
  const known = STATUSES.get(status) ?? null;
  if (known === null) return { meaning: null, code: code ?? storable(status, LONGEST.code), reason: null };
  if (known === "sent" || known === "delivered") return { meaning: known, code: null, reason: null };
  const meaning = status === "failed" && REFUSED.has(Number(errorCode)) ? "rejected" : known;
  const otherwise = meaning === "expired" ? "expired" : "unknown";
  return { meaning, code, reason: reasonOfFailure(code, errors, documented, otherwise) };
}

const documented = (code: string) => reasonOfCode(ERROR_PRESETS.Vonage, code);

/** Vonage's `unknown` says nothing and is not among them. */
const STATUSES: ReadonlyMap<string, Meaning> = new Map([
  ["accepted", "sent"],
  ["buffered", "sent"],
  ["delivered", "delivered"],
  ["expired", "expired"],
  ["failed", "non-deliverable"],
  ["rejected", "rejected"],
]);

/** Barred, spam, opted out, age, carrier's block, regulation: nobody tried, though the status says "failed". */
const REFUSED: ReadonlySet<number> = new Set([4, 6, 9, 13, 14, 50, 51, 52, 53, 54]);
