import { codesOf } from "@/lib/gateways/error-table";
import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";

/**
 * Refusals at submit by the names that Jasmin gives SMPP's command_status. `err` of a receipt has no meaning common to
 * all SMSCs, so only the gateway's own table knows it.
 */
export const REFUSALS = codesOf({
  filtered: ["ESME_RINVMSGLEN", "ESME_RINVSRCADR", "ESME_RINVSRCTON", "ESME_RINVSRCNPI", "ESME_RPROHIBITED"],
  invalid_number: ["ESME_RINVDSTADR", "ESME_RINVDSTTON", "ESME_RINVDSTNPI"],
  blocked: ["ESME_RX_R_APPN"],
  temporary: [
    ...["ESME_RSYSERR", "ESME_RMSGQFUL", "ESME_RTHROTTLED", "ESME_RINVSCHED", "ESME_RINVEXPIRY"],
    ...["ESME_RX_T_APPN", "ESME_RDELIVERYFAILURE"],
  ],
  account: ["ESME_RBINDFAIL", "ESME_RINVPASWD", "ESME_RINVSYSID"],
  unknown: ["ESME_RSUBMITFAIL", "ESME_RUNKNOWNERR"],
});

/** The words of a receipt (SMPP v3.4 appendix B); UNKNOWN, which says nothing, and other words are not among them. */
export const WORDS: ReadonlyMap<string, [Meaning, Reason | null]> = new Map([
  ["SCHEDLD", ["processed", null]],
  ["ENROUTE", ["sent", null]],
  ["ACCEPTD", ["sent", null]],
  ["DELIVRD", ["delivered", null]],
  ["EXPIRED", ["expired", "expired"]],
  ["DELETED", ["non-deliverable", "cancelled"]],
  ["UNDELIV", ["non-deliverable", "unknown"]],
  ["SKIPPED", ["non-deliverable", "unknown"]],
  ["REJECTD", ["rejected", "unknown"]],
  ["BLOCKED", ["rejected", "blocked"]],
]);
