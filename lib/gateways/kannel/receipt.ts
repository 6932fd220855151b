import { reasonOfCode } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { believable } from "@/lib/gateways/reading/instants";
import { LONGEST, storable } from "@/lib/gateways/reading/storable";
import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";
import { readRefusal } from "./errors";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a call to the `dlr-url` that `sendsmsUrl` composes: `ref`, `n` (our id, our count of parts), `d` (%d),
 * `fid` (%F), `ts` (%T), `eid` (%I), `a` (%A).
 *
 * - The time is the one at which bearerbox had the receipt; Kannel does not pass on the network's own.
 * - Kannel reports a message as a whole: part 0. A refusal of a message of several parts is a part of its own, for the
 *   first part's receipt may still come and say "delivered".
 * - What Kannel or the network do not know, or we do not, has meaning null.
 *
 * @returns what is missing, in words for the operator, when it is no receipt at all.
 */
export function readKannelReceipt(
  { query, receivedAt }: RawRequest,
  table: ErrorTable,
): Receipt | { unreadable: string } {
  const given = (name: string, longest: number = LONGEST.text) => storable(query.get(name) ?? "", longest);
  const reference = given("ref", LONGEST.reference);
  const type = given("d");
  if (reference === "")
    return { unreadable: "ref is missing: the dlr-url is not the one that this application writes" };
  if (!/^\d{1,4}$/.test(type)) return { unreadable: "d is not a number: the dlr-url needs d=%d" };
  const text = given("a");
  const said = understand(Number(type), text, table);
  return {
    reference,
    key: keyOf(given),
    part: said.refusal && Number(given("n")) > 1 ? 1 : 0,
    ...said,
    occurredAt: instant(given("ts"), receivedAt),
    text,
  };
}

type Said = Pick<Receipt, "meaning" | "refusal" | "code" | "reason">;

/** Kannel adds bits to its types (34 is an expired 2), so the telling ones are looked at first. */
function understand(type: number, text: string, table: ErrorTable): Said {
  if (type & 16) return { meaning: "rejected", refusal: true, ...readRefusal(text, table) };
  if (type & 32) return failed(["expired", "expired"], text, table);
  if (type & 64) return told(null);
  if (type & 2) {
    const word = field(text, "stat")?.toUpperCase() ?? "";
    const failure = FAILURES.get(word);
    return failure ? failed(failure, text, table) : told(word === "SCHEDLD" ? "processed" : null);
  }
  if (type & 1) return told("delivered");
  return told(type & (4 | 8) ? "sent" : null);
}

/**
 * d=2 is Kannel's word for every end but "delivered", and for words it does not know; so a word that is not here
 * (UNKNOWN among them) is not taken for a failure.
 */
const FAILURES: ReadonlyMap<string, [Meaning, Reason]> = new Map([
  ["EXPIRED", ["expired", "expired"]],
  ["REJECTD", ["rejected", "unknown"]],
  ["BLOCKED", ["rejected", "blocked"]],
  ["UNDELIV", ["non-deliverable", "unknown"]],
  ["DELETED", ["non-deliverable", "cancelled"]],
  ["SKIPPED", ["non-deliverable", "unknown"]],
  ["DELIVRD", ["non-deliverable", "unknown"]], // Kannel believed the binary state beside it, which said "failed"
  ["", ["non-deliverable", "unknown"]], // only the binary state
]);

const told = (meaning: Meaning | null): Said => ({ meaning, refusal: false, code: null, reason: null });

function failed([meaning, otherwise]: [Meaning, Reason], text: string, table: ErrorTable): Said {
  const error = field(text, "err");
  const code = error !== null && /[^0]/.test(error) ? error : null; // 000 says that there was no error
  const reason = code === null ? null : reasonOfCode(table, code);
  return { meaning, refusal: false, code, reason: reason ?? otherwise };
}

const FIELDS = { stat: /(?:^|\s)stat:\s?([0-9a-z]{1,20})/gi, err: /(?:^|\s)err:\s?([0-9a-z]{1,20})/gi };

/**
 * A field of an SMPP receipt, by name: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`, any of them
 * missing, in any order. What follows `text:` is the message's own and counts only where the field is nowhere before.
 */
function field(receipt: string, name: keyof typeof FIELDS): string | null {
  const textAt = receipt.search(/(?:^|\s)text:/i);
  const [first] = (textAt < 0 ? receipt : receipt.slice(0, textAt)).matchAll(FIELDS[name]);
  const found = first ?? [...receipt.matchAll(FIELDS[name])].at(-1);
  return found?.[1] ?? null;
}

/** %I names the event and outlives retries. Without it (an old Kannel leaves the escape), what was said names it. */
function keyOf(given: (name: string) => string): string {
  const event = given("eid");
  if (UUID.test(event)) return event.toLowerCase();
  return eventKey(...["ref", "d", "fid", "ts", "to", "a"].map((name) => given(name)));
}

function instant(seconds: string, receivedAt: Date): Date | null {
  if (!/^[1-9]\d{8,9}$/.test(seconds)) return null;
  return believable(new Date(Number(seconds) * 1000), receivedAt);
}
