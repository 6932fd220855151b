/**
 * The eight statuses of a message and the rule of receipts. Pure, and the one place: the published text is
 * section "The rule of receipts" of the help; `status.test.ts` proves it for every pair and for random sequences.
 */

export const STATUSES = [
  "processed",
  "sent",
  "delivered",
  "expired",
  "rejected",
  "non-deliverable",
  "duplicate",
  "test",
] as const;
export type Status = (typeof STATUSES)[number];

/** No receipt is waited for any more. An expired message still becomes Delivered by a late receipt. */
export const FINAL: ReadonlySet<Status> = new Set<Status>([
  "delivered",
  "expired",
  "rejected",
  "non-deliverable",
  "duplicate",
  "test",
]);

/** Under way: a list that shows one of these refreshes itself. */
export const PENDING = ["processed", "sent"] as const satisfies readonly Status[];

/** Tried and not delivered: the denominator of the error rate counts these, and they carry a reason. */
export const FAILED = ["expired", "rejected", "non-deliverable"] as const satisfies readonly Status[];

/** What a receipt can say of a part. `null`: the gateway does not know (UNKNOWN); it changes nothing and is shown. */
export type Meaning = Exclude<Status, "test">;

/** What a receipt adds to the set; the gateway's adapter makes it out of the raw request. */
export type Evidence = {
  /** Natural key: the same event received twice has the same key. Decides between equals, so the outcome never depends on order. */
  key: string;
  /** The part of a long message it speaks of; 0 where a gateway reports the message as a whole. */
  part: number;
  meaning: Meaning | null;
  /** Our own sweep said Expired, not the network: any word of the network outranks it, but "sent". */
  sweep?: boolean;
  /** Refused at submit: nothing reached the network, so this part was never charged. */
  refusal?: boolean;
  code: string | null;
  reason: string | null;
  /** When it happened, as far as the gateway says; else when it arrived. */
  at: Date;
};

export type Outcome = {
  status: Meaning;
  /** The gateway's own code and the reason of our closed list, both of the receipt that decided; null unless failed. */
  code: string | null;
  reason: string | null;
  /** When the deciding receipt happened; null while nothing final is known. */
  confirmedAt: Date | null;
  /** At least one part reached the network, so the message is charged. */
  charged: boolean;
};

/** Weakest first. The sweep's Expired stands below the network's and above Sent. */
const STRENGTH = ["processed", "sent", "sweep", "expired", "non-deliverable", "rejected", "duplicate", "delivered"];

function strength({ meaning, sweep }: Evidence): number {
  if (meaning === null) return -1;
  return STRENGTH.indexOf(sweep && meaning === "expired" ? "sweep" : meaning);
}

const isFinal = ({ meaning }: Evidence) => meaning !== null && FINAL.has(meaning);
const isFailure = (receipt: Evidence) => isFinal(receipt) && receipt.meaning !== "delivered";

/** The stronger receipt; between equals the earlier, then the smaller key: a total order, so a set has one answer. */
function outranks(one: Evidence, other: Evidence): boolean {
  const difference = strength(one) - strength(other) || other.at.getTime() - one.at.getTime();
  return difference !== 0 ? difference > 0 : one.key < other.key;
}

const strongest = (evidence: readonly Evidence[]) =>
  evidence.reduce<Evidence | undefined>((best, each) => (best && !outranks(each, best) ? best : each), undefined);

/**
 * The status of a message as a function of the *set* of its receipts: per part the strongest counts; any part failed
 * makes the message failed (the strongest failure shown), else Delivered when every part that reports is.
 * Our sweep speaks of the whole message, so it fails every part the network has said nothing final about.
 * Without any receipt a message is Processed; what we do ourselves (a refused hand-over, the sweep) is a receipt too.
 */
export function outcomeOf(receipts: readonly Evidence[]): Outcome {
  const told = receipts.filter(({ meaning }) => meaning !== null);
  const swept = told.filter(({ sweep }) => sweep);
  const parts = new Map<number, Evidence[]>();
  for (const each of told) if (!each.sweep) parts.set(each.part, [...(parts.get(each.part) ?? []), each]);
  if (parts.size === 0 && swept.length > 0) parts.set(0, []);

  const deciding = [...parts.values()].map((own) => strongest([...own, ...swept])!);
  const charged = told.some(({ meaning, refusal }) => !refusal && meaning !== "processed");
  const failed = strongest(deciding.filter(isFailure));
  if (failed)
    return { status: failed.meaning!, code: failed.code, reason: failed.reason, confirmedAt: failed.at, charged };

  const nothing = { code: null, reason: null, confirmedAt: null, charged };
  if (deciding.length > 0 && deciding.every(({ meaning }) => meaning === "delivered")) {
    // All parts must have arrived, so the last of them confirms the message.
    const last = Math.max(...deciding.map(({ at }) => at.getTime()));
    return { ...nothing, status: "delivered", confirmedAt: new Date(last) };
  }
  const moved = deciding.some(({ meaning }) => meaning !== "processed");
  return { ...nothing, status: moved ? "sent" : "processed" };
}

/** What became of one receipt, told in the timeline. It depends on arrival, the outcome does not. */
export const VERDICTS = ["applied", "duplicate", "late", "conflicting", "early", "orphan"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * @param known the receipts that had arrived before this one.
 * @returns applied: it changed the outcome or was the first word of its part · duplicate: says what is known already ·
 *   late: says less than what is known · conflicting: a final word against a stronger one.
 */
export function verdictOf(receipt: Evidence, known: readonly Evidence[]): Verdict {
  const same = known.filter(({ part }) => part === receipt.part);
  if (same.some(({ meaning, sweep }) => meaning === receipt.meaning && Boolean(sweep) === Boolean(receipt.sweep)))
    return "duplicate";
  const best = strongest(same.filter(({ meaning }) => meaning !== null));
  if (!best || receipt.meaning === null) return "applied";
  if (outranks(receipt, best)) return "applied";
  return isFinal(receipt) && isFinal(best) ? "conflicting" : "late";
}

/** When a message came to its status: receipts that change nothing come after an outcome, and are no news of it. */
export const statusSince = ({ confirmedAt, updatedAt }: { confirmedAt: Date | null; updatedAt: Date }): Date =>
  confirmedAt ?? updatedAt;
