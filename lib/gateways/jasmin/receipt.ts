import { reasonOfFailure } from "@/lib/gateways/error-table";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { believable, readSmppDate } from "@/lib/gateways/reading/instants";
import { ownId } from "@/lib/gateways/reading/own-id";
import { LONGEST, quote, storable } from "@/lib/gateways/reading/storable";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { JasminConfig } from "./config";
import { REFUSALS, WORDS } from "./errors";

/**
 * Reads what Jasmin's DLR thrower sends, by GET or POST: `id` (what its sendsms answered), `level` (1: the SMSC's answer
 * to submit, 2: its receipt), `message_status`, and at level 2 `err` and `donedate`, `ND` where the SMSC did not say.
 *
 * Jasmin asks for a receipt of a long message's last part only and reports the message as a whole: part 0. At level 2
 * its `connector` is the SMSC's id of the message, which is of no use here.
 */
export function readJasminReceipt(
  request: RawRequest,
  { zone }: JasminConfig,
  errors: ErrorTable,
): Receipt | Unreadable {
  const fields = fieldsOf(request);
  const given = (name: string) => {
    const value = (fields?.get(name) ?? "").trim();
    return value === "ND" ? "" : value;
  };
  const [id, status] = [given("id"), given("message_status").toUpperCase()];
  if (!fields || id === "" || status === "")
    return { unreadable: "id or message_status is missing: this is no receipt of Jasmin" };
  return {
    reference: ownId(id) ?? storable(id, LONGEST.reference),
    key: eventKey(id, given("level"), status),
    part: 0,
    ...understand(status, given("err"), errors),
    occurredAt: believable(readSmppDate(given("donedate"), zone), request.receivedAt),
    text: quote(fields, ["level", "message_status", "err", "id_smsc"]),
  };
}

type Said = Pick<Receipt, "meaning" | "refusal" | "code" | "reason">;

/** Codes that SMPP leaves to each SMSC have no ESME name; Jasmin calls them RESERVEDSTATUS and more. */
const SUBMIT = /^(?:ESME_|RESERVEDSTATUS)/;

function understand(status: string, err: string, errors: ErrorTable): Said {
  if (status === "ESME_ROK") return { meaning: "sent", refusal: false, code: null, reason: null };
  if (SUBMIT.test(status)) {
    const code = storable(status, LONGEST.code);
    const reason = reasonOfFailure(code, errors, (one) => REFUSALS.get(one), "unknown");
    return { meaning: "rejected", refusal: true, code, reason };
  }
  const said = /[^0]/.test(err) ? storable(err, LONGEST.code) : null; // 000: no error
  const [meaning, otherwise] = WORDS.get(status) ?? [null, null];
  if (meaning === null) return { meaning, refusal: false, code: said ?? storable(status, LONGEST.code), reason: null };
  const reason = otherwise && reasonOfFailure(said, errors, () => null, otherwise);
  return { meaning, refusal: false, code: otherwise && said, reason };
}
