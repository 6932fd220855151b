/*
 * How long a message took, counted in classes: exact sums for averages, and percentiles by nearest rank that are right
 * to within 5 % (below a second to within 0.1 s), whether they come out of counts or of rows.
 *
 * confirmation: from sending to the confirmation, of delivered messages. processing: from sending to handing over.
 */

/** Ends of a report's bands are edges of classes too, so that a band's count is a sum of classes. In seconds. */
const MARKS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 259_200];
const LAST = 2_592_000;
const RATIO = 1.1;

/** Lower edges in whole milliseconds, ascending from 0: tenths of a second, then each at most a tenth above the last. */
export const DELAY_EDGES: readonly number[] = [
  ...Array.from({ length: 10 }, (_, tenth) => tenth * 100),
  ...MARKS.flatMap((mark, index) => steps(mark * 1_000, (MARKS[index + 1] ?? LAST) * 1_000)),
  LAST * 1_000,
];

function steps(from: number, to: number): number[] {
  const amount = Math.ceil(Math.log(to / from) / Math.log(RATIO) - 1e-9);
  return Array.from({ length: amount }, (_, step) => Math.round(from * (to / from) ** (step / amount)));
}

/**
 * A class by its number, from 1: `width_bucket(ms, edges)` in Postgres. What a gateway's clock puts before the sending
 * counts as at once.
 */
export function delayClass(ms: number): number {
  let [low, high] = [0, DELAY_EDGES.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (DELAY_EDGES[middle]! <= ms) low = middle + 1;
    else high = middle;
  }
  return Math.max(low, 1);
}

/** How many messages took how long: their number by class, and the exact sum of their milliseconds. */
export type Delays = { messages: number; sumMs: number; classes: ReadonlyMap<number, number> };

export const NO_DELAYS: Delays = { messages: 0, sumMs: 0, classes: new Map() };

/** Exact, in milliseconds; null: of no message. */
export const averageDelay = ({ messages, sumMs }: Delays): number | null => (messages === 0 ? null : sumMs / messages);

/**
 * The time within which this share of the messages was through, by nearest rank: the middle of the class it falls in.
 * @param share above 0, at most 1.
 */
export function delayPercentile({ messages, classes }: Delays, share: number): number | null {
  if (messages === 0) return null;
  let left = Math.max(1, Math.ceil(share * messages - 1e-9));
  for (const [number, amount] of [...classes].sort(([one], [other]) => one - other)) {
    left -= amount;
    if (left <= 0) return middleOf(number);
  }
  return null;
}

function middleOf(number: number): number {
  const [from, to] = [DELAY_EDGES[number - 1]!, DELAY_EDGES[number]];
  if (to === undefined) return from;
  return from < 1_000 ? (from + to) / 2 : Math.sqrt(from * to);
}

/** Messages that took at least `from` and less than `to` milliseconds, both edges of classes; null: without end. */
export function delaysWithin({ classes }: Delays, from: number, to: number | null): number {
  let sum = 0;
  for (const [number, amount] of classes) {
    const edge = DELAY_EDGES[number - 1]!;
    if (edge >= from && (to === null || edge < to)) sum += amount;
  }
  return sum;
}
