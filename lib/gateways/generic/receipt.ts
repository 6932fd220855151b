import { reasonOfCode, reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { believable, readInstant, readUnixTime } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, storable } from "@/lib/gateways/reading/storable";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { Reason } from "@/lib/messages/reasons";
import { FINAL, type Meaning } from "@/lib/messages/status";
import { type GenericConfig, pathsOf } from "./config";
import { looksOf } from "./looks";
import type { Look } from "./path";

const MOST_RECEIPTS = 1_000;

/** A receipt and the word that it was judged by; `element`: its piece of a JSON body that holds an array of them. */
export type Found = { receipt: Receipt; word: string; element?: unknown };

/**
 * Reads a request as the settings say: of a JSON body the fields by their paths, of a query or a form by their whole
 * names. Times are ISO 8601 (see `readInstant`) or unix seconds or milliseconds.
 *
 * @returns what is missing when no message and status are found; an element of an array that lacks them is left out.
 */
export function findReceipts(request: RawRequest, config: GenericConfig, errors: ErrorTable): Found[] | Unreadable {
  const looks = looksOf(request, pathsOf(config));
  if ("unreadable" in looks) return looks;
  const found = looks.filter(({ look }) => look(config.reference) !== "" && look(config.status) !== "");
  if (found.length === 0) return { unreadable: `Nothing stands at ${config.reference} and ${config.status}` };
  if (found.length > MOST_RECEIPTS) return { unreadable: `More than ${MOST_RECEIPTS} receipts in one request` };
  return found.map(({ look, element }) => ({
    receipt: receiptOf(look, config, request.receivedAt, errors),
    word: look(config.status),
    element,
  }));
}

function receiptOf(look: Look, config: GenericConfig, receivedAt: Date, errors: ErrorTable): Receipt {
  const at = (path: string | undefined) => (path === undefined ? "" : look(path));
  const [reference, status] = [look(config.reference), look(config.status)];
  const [code, time, part, named] = [at(config.code), at(config.time), at(config.part), at(config.key)];
  const said = pathsOf(config).flatMap((path) => (look(path) === "" ? [] : [`${path}=${look(path)}`]));
  return {
    reference: ownId(reference) ?? storable(reference, LONGEST.reference),
    key: named ? eventKey(reference, named) : eventKey(reference, status, code, time, part),
    part: /^\d{1,4}$/.test(part) ? Number(part) : 0,
    ...understand(status, code, config, errors),
    occurredAt: believable(readUnixTime(time) ?? readInstant(time, config.zone), receivedAt),
    text: storable(said.join(" "), LONGEST.text),
  };
}

type Said = Pick<Receipt, "meaning" | "refusal" | "code" | "reason">;

function understand(status: string, errorCode: string, { statuses }: GenericConfig, errors: ErrorTable): Said {
  const word = status.toLowerCase();
  const meaning = Object.entries(statuses).find(([known]) => known.trim().toLowerCase() === word)?.[1] ?? null;
  const fails = meaning !== null && meaning !== "delivered" && FINAL.has(meaning);
  if (meaning !== null && !fails) return { meaning, refusal: false, code: null, reason: null };
  const said = /[^0]/.test(errorCode) ? errorCode : status; // a word may be the only code there is
  const code = storable(said, LONGEST.code);
  if (meaning === null) return { meaning, refusal: false, code, reason: null };
  const reason = reasonOfFailure(code, errors, () => reasonOfCode(errors, status), BY_ITSELF[meaning] ?? "unknown");
  return { meaning, refusal: meaning === "duplicate", code, reason }; // a duplicate is not sent, so not charged
}

const BY_ITSELF: Partial<Record<Meaning, Reason>> = { expired: "expired", duplicate: "duplicate" };
