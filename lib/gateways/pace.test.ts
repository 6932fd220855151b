import fc from "fast-check";
import { expect, test } from "vitest";
import { Pace } from "./pace";

/** The starts of so many messages, asked for by a few lanes on a clock whose timers are late and whose calls take long. */
async function startsOf(perSecond: number, messages: number, from: number, lates: readonly number[], lanes: number) {
  let now = 1_000_000;
  let timers = 0;
  const pause = async (ms: number) => {
    now += ms + (lates[timers++ % lates.length] ?? 0);
  };
  const pace = new Pace(perSecond, new Date(now + from), () => new Date(now), pause);
  const starts: number[] = [];
  const lane = async (share: number) => {
    for (let i = 0; i < share; i++) {
      await pace.turn();
      starts.push(now);
    }
  };
  await Promise.all(Array.from({ length: lanes }, () => lane(Math.ceil(messages / lanes))));
  return { starts, began: 1_000_000 };
}

test("in no second more go than may, however late the timers are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: -5_000, max: 3_000 }),
      fc.array(fc.nat(120), { minLength: 1, maxLength: 7 }),
      fc.integer({ min: 1, max: 10 }),
      async (perSecond, messages, from, lates, lanes) => {
        const { starts, began } = await startsOf(perSecond, messages, from, lates, lanes);
        for (const [i, start] of starts.entries()) {
          const next = starts[i + perSecond];
          if (next !== undefined) expect(next - start).toBeGreaterThanOrEqual(1_000);
        }
        expect(starts[0]).toBeGreaterThanOrEqual(began + Math.max(0, from));
      },
    ),
  );
});

test("what a gateway takes is used, and spread evenly", async () => {
  const { starts, began } = await startsOf(50, 501, 0, [0, 1, 2], 10);
  expect(starts[500]! - began).toBeLessThanOrEqual(10_100);
  const gaps = starts.slice(1).map((start, i) => start - starts[i]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(25);
});

test("a clock that is put back stops nobody", async () => {
  let now = 10_000_000;
  let waited = 0;
  const pause = async (ms: number) => {
    waited += ms;
    now += ms;
  };
  const pace = new Pace(2, new Date(now + 3_600_000), () => new Date(now), pause);
  for (let i = 0; i < 6; i++) await pace.turn();
  now -= 3_600_000;
  for (let i = 0; i < 6; i++) await pace.turn();
  expect(waited).toBeGreaterThanOrEqual(4_000);
  expect(waited).toBeLessThanOrEqual(6_000);
});
