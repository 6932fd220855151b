import type { RawParams } from "@/lib/dataset/dataset";
import type { Reason } from "@/lib/messages/reasons";

/* What a Clear of a group goes by. Pure: the rules are in the address, and kept with what they did. */

/** Why a member leaves; one reason each, the first of this order that holds. */
export const LEAVING = ["blacklisted", "format", "rejected", "non-deliverable", "expired"] as const;
export type Leaving = (typeof LEAVING)[number];

/** So many of a number's newest sendings are looked at, at most. */
export const MOST_SENDINGS = 50;
/** How far back outcomes count, in days. */
export const BACK = [30, 90, 365, 3650] as const;

export type ClearRules = {
  why: readonly Leaving[];
  /**
   * A number leaves when its newest sending failed, and `row` or more of its newest `last` did: 1 of 1 is the last
   * sending only, 3 of 3 is three in a row.
   */
  row: number;
  last: number;
  days: (typeof BACK)[number];
};

/** An expired message says little of the number: the phone may have been off. */
export const USUAL: ClearRules = {
  ...{ row: 1, last: 1, days: 365 },
  why: ["blacklisted", "format", "rejected", "non-deliverable"],
};

/**
 * Failures that say nothing of the number: the credit, the sender, the text or the account was at fault, or we sent
 * nothing. They neither count nor interrupt a row.
 */
export const NOT_THE_NUMBERS = [
  ...["no_credit", "invalid_sender", "filtered", "account", "cancelled", "duplicate", "blacklist"],
] as readonly Reason[];

/** @returns the rules, and the parameters that cannot be read: with any of those nobody leaves. */
export function readRules(raw: RawParams): { rules: ClearRules; unreadable: string[] } {
  const values = (key: string) =>
    (raw instanceof URLSearchParams ? raw.getAll(key) : [raw[key] ?? []].flat()).filter((value) => value !== "");
  const unreadable: string[] = [];
  const why = values("why");
  if (why.some((each) => !LEAVING.includes(each as Leaving))) unreadable.push("why");
  const number = (key: string, usual: number, known: (value: number) => boolean): number => {
    const [value] = values(key);
    if (value === undefined) return usual;
    if (/^\d{1,4}$/.test(value) && known(Number(value))) return Number(value);
    unreadable.push(key);
    return usual;
  };
  const row = number("row", USUAL.row, (value) => value >= 1 && value <= MOST_SENDINGS);
  // The form says that it was sent, so that no box ticked is told from no question asked.
  const asked = values("asked").length > 0 || why.length > 0;
  return {
    rules: {
      why: asked ? LEAVING.filter((each) => why.includes(each)) : USUAL.why,
      row,
      // An address of the time before this rule has none: in a row.
      last: number("last", row, (value) => value >= row && value <= MOST_SENDINGS),
      days: number("days", USUAL.days, (value) => BACK.some((each) => each === value)) as ClearRules["days"],
    },
    unreadable,
  };
}

/** Reads back to the same rules. */
export function writeRules({ why, row, last, days }: ClearRules): URLSearchParams {
  const params = new URLSearchParams({ asked: "1", row: String(row), last: String(last), days: String(days) });
  for (const each of why) params.append("why", each);
  return params;
}
