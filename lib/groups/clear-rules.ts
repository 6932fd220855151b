import type { RawParams } from "@/lib/dataset/dataset";
import type { Reason } from "@/lib/messages/reasons";

/* What a Clear of a group goes by. Pure: the rules are in the address, and kept with what they did. */

/** Why a member leaves; one reason each, the first of this order that holds. */
export const LEAVING = ["blacklisted", "format", "rejected", "non-deliverable", "expired"] as const;
export type Leaving = (typeof LEAVING)[number];

/** Failures in a row, the newest ones, before a number leaves; 1: its last message failed. */
export const IN_A_ROW = [1, 2, 3, 5, 10] as const;
/** How far back outcomes count, in days. */
export const BACK = [30, 90, 365, 3650] as const;

export type ClearRules = {
  why: readonly Leaving[];
  row: (typeof IN_A_ROW)[number];
  days: (typeof BACK)[number];
};

/** An expired message says little of the number: the phone may have been off. */
export const USUAL: ClearRules = { why: ["blacklisted", "format", "rejected", "non-deliverable"], row: 1, days: 365 };

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
  const one = <N extends number>(key: string, known: readonly N[], usual: N): N => {
    const [value] = values(key);
    const found = known.find((each) => String(each) === value);
    if (value !== undefined && found === undefined) unreadable.push(key);
    return found ?? usual;
  };
  // The form says that it was sent, so that no box ticked is told from no question asked.
  const asked = values("asked").length > 0 || why.length > 0;
  return {
    rules: {
      why: asked ? LEAVING.filter((each) => why.includes(each)) : USUAL.why,
      row: one("row", IN_A_ROW, USUAL.row),
      days: one("days", BACK, USUAL.days),
    },
    unreadable,
  };
}

/** Reads back to the same rules. */
export function writeRules({ why, row, days }: ClearRules): URLSearchParams {
  const params = new URLSearchParams({ asked: "1", row: String(row), days: String(days) });
  for (const each of why) params.append("why", each);
  return params;
}
