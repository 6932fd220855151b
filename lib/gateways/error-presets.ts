import type { Reason } from "@/lib/messages/reasons";
import type { ErrorTable } from "./gateway";

/**
 * `err:` in a receipt has no common meaning, so each gateway has a table of its own, empty at first; these fill it.
 * They hold what is documented and not a code more: Sinch's 001 (sender or routing) and 405 are left out for that.
 */
export const ERROR_PRESETS = {
  /** Local error values of MAP; most SMPP providers and aggregators pass them on. */
  "MAP (3GPP 29.002)": table({
    unknown_subscriber: [1, 5, 9],
    absent: [6, 8, 24, 27, 31],
    handset_full: [33],
    blocked: [13],
    invalid_number: [7, 10, 11, 12, 21],
    filtered: [71],
    temporary: [2, 15, 20, 32, 34, 35, 36, 51],
  }),
  Vonage: table({
    unknown_subscriber: [3],
    absent: [2, 7],
    blocked: [4, 9, 13, 14],
    invalid_number: [11, 12],
    filtered: [6, 10, 50, 51, 52, 53, 54],
    temporary: [5, 8, 99],
    account: [15, 16],
    unknown: [1],
  }),
  "Twilio SMPP": table({ absent: [1], handset_full: [2], unknown_subscriber: [5], temporary: [12] }),
  Sinch: table({
    invalid_number: [402],
    filtered: [410, 411],
    temporary: [403, 404, 408],
    expired: [406],
    account: [412, 413],
    cancelled: [407],
  }),
} as const satisfies Record<string, ErrorTable>;

export type ErrorPreset = keyof typeof ERROR_PRESETS;

/** In the three digits that receipts write. */
function table(codes: Partial<Record<Reason, readonly number[]>>): ErrorTable {
  const pairs = Object.entries(codes) as [Reason, readonly number[]][];
  return Object.fromEntries(
    pairs.flatMap(([reason, numbers]) => numbers.map((code) => [String(code).padStart(3, "0"), reason])),
  );
}
