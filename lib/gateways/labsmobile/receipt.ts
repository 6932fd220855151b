import { reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { believable, readInstant } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, quote, storable } from "@/lib/gateways/reading/storable";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";
import type { LabsmobileConfig } from "./config";

/**
 * Reads a call to the `ackurl`: `subid`, `msisdn`, `acklevel` (gateway, operator, handset, error), `status` (ok, ko),
 * `desc`, `timestamp`. One subid covers many recipients, so the message is named `subid:msisdn`, its number in digits.
 *
 * Only the handset's word is delivery. What else might be said with `ok` is documented nowhere and has no meaning here.
 */
export function readLabsmobileReceipt(
  { query, receivedAt }: RawRequest,
  { zone }: LabsmobileConfig,
  errors: ErrorTable,
): Receipt | Unreadable {
  const given = (name: string) => (query.get(name) ?? "").trim();
  const [subid, msisdn] = [given("subid"), given("msisdn").replace(/\D/g, "").replace(/^00/, "")];
  if (subid === "" || msisdn === "") return { unreadable: "subid or msisdn is missing: this is no ACK of LabsMobile" };
  if (given("acklevel") === "") return { unreadable: "acklevel is missing: this is no ACK of LabsMobile" };
  return {
    reference: ownId(subid) ?? storable(`${subid}:${msisdn}`, LONGEST.reference),
    key: eventKey(subid, msisdn, ...["acklevel", "status", "desc", "timestamp"].map(given)),
    part: 0,
    refusal: false,
    ...understand(given("acklevel").toLowerCase(), given("status").toLowerCase(), given("desc"), errors),
    occurredAt: believable(readInstant(given("timestamp"), zone), receivedAt),
    text: quote(query, ["acklevel", "status", "desc"]),
  };
}

type Said = Pick<Receipt, "meaning" | "code" | "reason">;

function understand(level: string, status: string, desc: string, errors: ErrorTable): Said {
  const word = desc.toUpperCase();
  const code = storable(desc, LONGEST.code) || null;
  if (status === "ko") {
    const [meaning, reason] = FAILURES.get(word) ?? ["non-deliverable", "unknown"];
    return { meaning, code, reason: reasonOfFailure(code, errors, () => null, reason) };
  }
  if (status === "ok" && (level === "gateway" || level === "operator")) return told("sent");
  if (status === "ok" && level === "handset" && ARRIVED.has(word)) return told("delivered");
  return { meaning: null, code, reason: null };
}

const told = (meaning: Meaning): Said => ({ meaning, code: null, reason: null });

/** DELIVERED was seen on one route only. */
const ARRIVED: ReadonlySet<string> = new Set(["DELIVRD", "DELIVERED", "READ"]);

/** What else is said of a failure (UNDELIV, UNKNOWN, nothing) is documented to mean: not delivered. */
const FAILURES: ReadonlyMap<string, [Meaning, Reason]> = new Map([
  ["EXPIRED", ["expired", "expired"]],
  ["REJECTD", ["rejected", "unknown"]],
  ["BLOCKED", ["rejected", "blocked"]],
]);
