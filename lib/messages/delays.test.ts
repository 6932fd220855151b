import fc from "fast-check";
import { expect, test } from "vitest";
import { averageDelay, DELAY_EDGES, type Delays, delayClass, delayPercentile, delaysWithin } from "./delays";

/** As the counts would hold them. */
function delaysOf(times: readonly number[]): Delays {
  const classes = new Map<number, number>();
  for (const ms of times) classes.set(delayClass(ms), (classes.get(delayClass(ms)) ?? 0) + 1);
  return { messages: times.length, sumMs: times.reduce((sum, ms) => sum + ms, 0), classes };
}

const times = fc.array(fc.oneof(fc.nat(3_000), fc.nat(600_000), fc.nat(2_500_000_000)), {
  minLength: 1,
  maxLength: 300,
});

test("the classes ascend, and none is wider than a tenth or a tenth of a second", () => {
  DELAY_EDGES.forEach((edge, index) => {
    const before = DELAY_EDGES[index - 1];
    if (before === undefined) return;
    expect(edge).toBeGreaterThan(before);
    expect(edge - before <= 100 || edge / before <= 1.101).toBe(true);
  });
});

test("a percentile is the exact one of the nearest rank to within 5 %, or 0.1 s", () => {
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (given, share) => {
      const exact = [...given].sort((one, other) => one - other)[Math.ceil(share * given.length) - 1]!;
      const told = delayPercentile(delaysOf(given), share)!;
      expect(Math.abs(told - exact)).toBeLessThanOrEqual(Math.max(100, exact * 0.051));
    }),
  );
});

test("an average is exact, and bands share out every message", () => {
  fc.assert(
    fc.property(times, (given) => {
      const delays = delaysOf(given);
      expect(averageDelay(delays)).toBe(given.reduce((sum, ms) => sum + ms, 0) / given.length);
      const within = (from: number, to: number | null) =>
        given.filter((ms) => ms >= from && (to === null || ms < to)).length;
      for (const [from, to] of [
        [0, 10_000],
        [10_000, 300_000],
        [300_000, null],
      ] as const)
        expect(delaysWithin(delays, from, to)).toBe(within(from, to));
    }),
  );
});

test("of no message there is neither an average nor a percentile", () => {
  const none = delaysOf([]);
  expect([averageDelay(none), delayPercentile(none, 0.5)]).toEqual([null, null]);
});
