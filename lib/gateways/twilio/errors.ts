import { codesOf } from "@/lib/gateways/error-table";

/** Twilio's own codes; those of carriers behind its SMPP service are others (see ERROR_PRESETS). */
export const TWILIO_ERRORS = codesOf({
  unknown_subscriber: [30005],
  absent: [30003],
  blocked: [21610, 30004],
  invalid_number: [21211, 21614, 21635, 30006],
  filtered: [30007, 30018, 30024, 30032, 30034],
  temporary: [30001, 30017, 30020, 30021, 30410],
  expired: [30036],
  account: [14107, 21408, 30002, 30022, 30023, 30027],
  unknown: [30008],
});
