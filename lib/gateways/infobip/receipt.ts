import { reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { isObject, parseJson, textOf } from "@/lib/gateways/reading/fields";
import { believable, readInstant } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, storable } from "@/lib/gateways/reading/storable";
import type { ReadReceipt, Unreadable } from "@/lib/gateways/receiver";
import { FINAL } from "@/lib/messages/status";
import type { InfobipConfig } from "./config";
import { INFOBIP_ERRORS, meaningOf, reasonOfStatus } from "./errors";

/** Infobip sends up to 100 at once unless told otherwise (`maxBucketSize`). */
const MOST_REPORTS = 1_000;

/**
 * Reads delivery reports: `{"results": [{messageId, doneAt, callbackData, status, error}, …]}`. One a message, of which
 * Infobip tells only the number of parts: part 0. Group names are written in several ways, so only ids count.
 *
 * The message is named by `messageId`; where we put our own id into it or into `callbackData` (`ref=<id>`), by that.
 *
 * @returns an empty list for inbound messages, whose results have no status.
 */
export function readInfobipReports(
  { body, receivedAt }: RawRequest,
  _: InfobipConfig,
  errors: ErrorTable,
): ReadReceipt[] | Unreadable {
  const sent = parseJson(body);
  const results = isObject(sent) ? sent.results : null;
  if (!Array.isArray(results)) return { unreadable: "results is missing: delivery reports are wanted as JSON" };
  if (results.length > MOST_REPORTS) return { unreadable: `More than ${MOST_REPORTS} results: lower maxBucketSize` };
  const reports = results.filter((each) => isObject(each) && isObject(each.status));
  const named = reports.filter((each) => textOf(each, "messageId") !== "");
  if (reports.length > 0 && named.length === 0) return { unreadable: "messageId is missing in every result" };
  return named.map((each) => ({ ...receiptOf(each, receivedAt, errors), excerpt: JSON.stringify(each) }));
}

function receiptOf(report: Record<string, unknown>, receivedAt: Date, errors: ErrorTable): Receipt {
  const { status, error } = report;
  const messageId = textOf(report, "messageId");
  const callbackData = textOf(report, "callbackData");
  const doneAt = textOf(report, "doneAt");
  const own = [messageId, new URLSearchParams(callbackData).get("ref") ?? "", callbackData].map(ownId).find(Boolean);
  return {
    reference: own ?? storable(messageId, LONGEST.reference),
    key: eventKey(messageId, textOf(status, "id"), textOf(error, "id"), doneAt),
    part: 0,
    ...understand(status, error, errors),
    occurredAt: believable(readInstant(doneAt), receivedAt),
    text: storable(
      [tell(status), tell(error)].filter((text) => text !== "" && text !== "NO_ERROR: No Error").join(" · "),
      LONGEST.text,
    ),
  };
}

const tell = (named: unknown) => [textOf(named, "name"), textOf(named, "description")].filter(Boolean).join(": ");

type Said = Pick<Receipt, "meaning" | "refusal" | "code" | "reason">;

function understand(status: unknown, error: unknown, errors: ErrorTable): Said {
  const [groupId, id, errorId] = [textOf(status, "groupId"), textOf(status, "id"), textOf(error, "id")];
  const given = meaningOf(groupId, id);
  const fails = given !== null && given !== "delivered" && FINAL.has(given);
  const meaning = fails && errorId === "5492" ? "duplicate" : given; // "the same message was sent before"
  if (meaning !== null && !fails) return { meaning, refusal: false, code: null, reason: null };
  const named = errorId !== "" && errorId !== "0" ? errorId : textOf(status, "name") || id;
  const code = storable(named, LONGEST.code) || null;
  if (meaning === null) return { meaning, refusal: false, code, reason: null };
  const otherwise = meaning === "duplicate" ? "duplicate" : reasonOfStatus(id, meaning);
  const reason = reasonOfFailure(code, errors, (one) => INFOBIP_ERRORS.get(one), otherwise);
  // Group 5 is the platform's own refusal; the operator's is in group 2.
  return { meaning, refusal: groupId === "5" || meaning === "duplicate", code, reason };
}
