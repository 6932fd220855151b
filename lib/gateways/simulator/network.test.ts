import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FINAL, outcomeOf, verdictOf } from "@/lib/messages/status";
import { oddityOf, plan, type Simulated, simulatorConfig } from "./network";
import { PEOPLE, planVisits, ROBOTS } from "./visitors";

const HOUR_MS = 3_600_000;
const config = (given = {}) => simulatorConfig.parse(given);
const message = fc.record({
  id: fc.uuid(),
  msisdn: fc.stringMatching(/^346\d{8}$/),
  country: fc.constantFrom("ES", "MX", "ZZ", null),
  operator: fc.constantFrom("Movistar", "Vodafone", null),
  segments: fc.integer({ min: 1, max: 4 }),
  validityMs: fc.constant(72 * HOUR_MS),
});
const numbered = (i: number, given: Partial<Simulated> = {}): Simulated => ({
  id: `0199f0b2-1111-7222-8333-${String(i).padStart(12, "0")}`,
  ...{ msisdn: `346${String(i).padStart(8, "0")}`, country: "ES", operator: "Movistar", segments: 1 },
  validityMs: 72 * HOUR_MS,
  ...given,
});
const many = (count: number, given: Partial<Simulated> = {}) =>
  Array.from({ length: count }, (_, i) => numbered(i, given));
const evidence = (planned: ReturnType<typeof plan>) =>
  [...planned]
    .sort((one, other) => one.afterMs - other.afterMs)
    .map(({ receipt, afterMs }) => ({ ...receipt, at: new Date(afterMs) }));
const outcome = (planned: ReturnType<typeof plan>) => outcomeOf(evidence(planned));
const median = (values: readonly number[]) => [...values].sort((one, other) => one - other)[values.length >> 1]!;

test("without failures every message is delivered, however many parts it has", () => {
  fc.assert(
    fc.property(message, (given) => {
      expect(outcome(plan(given, config({ failures: 0 }))).status).toBe("delivered");
    }),
  );
});

test("the same message has the same fate every time, sooner on a faster network", () => {
  fc.assert(
    fc.property(message, (given) => {
      const slow = plan(given, config());
      expect(plan(given, config())).toEqual(slow);
      const fast = plan(given, config({ speed: 1000 }));
      expect(fast.map(({ receipt }) => receipt)).toEqual(slow.map(({ receipt }) => receipt));
      expect(fast.every(({ afterMs }, i) => afterMs <= slow[i]!.afterMs)).toBe(true);
      expect(planVisits(given, "code", slow, config())).toEqual(planVisits(given, "code", slow, config()));
    }),
  );
});

test("another seed has another network", () => {
  const all = (seed: string) => many(50).map((each) => plan(each, config({ seed })));
  expect(all("one")).not.toEqual(all("other"));
});

test("it fails now and then, in every way, and sometimes says nothing", () => {
  const statuses = new Map<string, number>();
  const reasons = new Set<string | null>();
  for (const each of many(6_000)) {
    const { status, reason } = outcome(plan(each, config()));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    reasons.add(reason);
  }
  expect([...statuses.keys()].filter((status) => FINAL.has(status as never)).sort()).toEqual([
    "delivered",
    "expired",
    "non-deliverable",
    "rejected",
  ]);
  expect(statuses.get("delivered")! / 6_000).toBeGreaterThan(0.9);
  expect(statuses.get("sent")).toBeGreaterThan(0);
  expect([...reasons].sort()).toEqual(
    [null, "blocked", "expired", "filtered", "handset_full", "temporary", "unknown_subscriber"].sort(),
  );
});

test("a country has its delays, and each operator in it his own", () => {
  const delay = (given: Partial<Simulated>) =>
    median(many(400, given).map((each) => plan(each, config({ failures: 0 })).at(-1)!.afterMs));
  expect(delay({ country: "MX" })).toBeGreaterThan(2 * delay({ country: "ES" }));
  const operators = ["Movistar", "Vodafone", "Orange", "Yoigo"].map((operator) => delay({ operator }));
  expect(Math.max(...operators)).toBeGreaterThan(1.3 * Math.min(...operators));
});

describe("an oddity", () => {
  const found = new Map(many(3_000, { segments: 3 }).map((each) => [oddityOf(each, config()), each]));
  const short = new Map(many(3_000).map((each) => [oddityOf(each, config()), each]));
  const saidOf = (oddity: Parameters<typeof found.get>[0], from = short) => plan(from.get(oddity)!, config());
  const verdicts = (planned: ReturnType<typeof plan>) => {
    const all = evidence(planned);
    return all.map((each, i) => verdictOf(each, all.slice(0, i)));
  };

  test("silent: no end is told", () => {
    expect(saidOf("silent").map(({ receipt }) => receipt.meaning)).toEqual(["sent"]);
  });
  test("repeated: the same end twice", () => {
    expect(verdicts(saidOf("repeated"))).toEqual(["applied", "applied", "duplicate"]);
  });
  test("reordered: sent after the end", () => {
    expect(verdicts(saidOf("reordered"))).toEqual(["applied", "late"]);
  });
  test("conflicting: two ends", () => {
    expect(verdicts(saidOf("conflicting"))).toContain("conflicting");
  });
  test("early: before the hand-over is noted", () => {
    expect(saidOf("early").map(({ early, afterMs }) => [early, afterMs > 0])).toEqual([
      [true, false],
      [undefined, true],
    ]);
  });
  test("late: delivered when the validity has run out", () => {
    const late = saidOf("late").at(-1)!;
    expect(late.receipt.meaning).toBe("delivered");
    expect(late.afterMs).toBeGreaterThan(72 * HOUR_MS);
  });
  test("unknown: the network does not know, and nothing follows from it", () => {
    expect(saidOf("unknown").map(({ receipt }) => receipt.meaning)).toContain(null);
  });
  test("a part refused while the others arrive makes the message rejected", () => {
    const said = saidOf("partRefused", found);
    expect(said.filter(({ receipt }) => receipt.refusal).length).toBe(1);
    expect(said.filter(({ receipt }) => receipt.meaning === "delivered").length).toBe(2);
    expect(outcome(said)).toMatchObject({ status: "rejected", code: "0x0B", reason: "invalid_number", charged: true });
  });
  test("a part that is never spoken of leaves what the others say", () => {
    const said = saidOf("partMissing", found);
    expect(new Set(said.map(({ receipt }) => receipt.part)).size).toBe(2);
  });
});

test("robots come at once, people when it has arrived, some twice, and nobody follows what did not arrive", () => {
  const robots: number[] = [];
  const people: number[] = [];
  for (const each of many(4_000)) {
    const said = plan(each, config());
    const arrived = said.find(({ receipt }) => receipt.meaning === "delivered")?.afterMs;
    for (const { afterMs, visit } of planVisits(each, "code", said, config())) {
      expect(visit).toMatchObject({ code: "code", messageId: each.id });
      if (ROBOTS.some(({ userAgent }) => userAgent === visit.userAgent)) robots.push(afterMs);
      else {
        expect(PEOPLE.some(({ userAgent }) => userAgent === visit.userAgent)).toBe(true);
        expect(afterMs).toBeGreaterThan(arrived!);
        people.push(afterMs - arrived!);
      }
    }
  }
  expect(Math.max(...robots)).toBeLessThan(5_000);
  expect(median(people)).toBeGreaterThan(60_000);
  expect(robots.length / 4_000).toBeCloseTo(0.07, 1);
  expect(people.length / 4_000).toBeCloseTo(0.14, 1);
  expect(many(200).flatMap((each) => planVisits(each, "code", plan(each, config()), config({ clicks: 0 })))).toEqual(
    [],
  );
});
