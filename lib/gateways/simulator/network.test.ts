import fc from "fast-check";
import { expect, test } from "vitest";
import { FINAL, outcomeOf } from "@/lib/messages/status";
import { plan, simulatorConfig } from "./network";

const config = (given = {}) => simulatorConfig.parse(given);
const message = fc.record({
  id: fc.uuid(),
  msisdn: fc.stringMatching(/^346\d{8}$/),
  country: fc.constantFrom("ES", "MX", "ZZ", null),
  segments: fc.integer({ min: 1, max: 4 }),
});
const outcome = (planned: ReturnType<typeof plan>) =>
  outcomeOf(planned.map(({ receipt }) => ({ ...receipt, at: receipt.occurredAt ?? new Date(0) })));

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
    }),
  );
});

test("it fails now and then, in every way, and sometimes says nothing", () => {
  const statuses = new Map<string, number>();
  for (let i = 0; i < 4_000; i++) {
    const planned = plan(
      { id: `0199f0b2-1111-7222-8333-${String(i).padStart(12, "0")}`, msisdn: `346${i}`, country: "ES", segments: 1 },
      config(),
    );
    const { status } = outcome(planned);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].filter((status) => FINAL.has(status as never)).sort()).toEqual([
    "delivered",
    "expired",
    "non-deliverable",
    "rejected",
  ]);
  expect(statuses.get("delivered")! / 4_000).toBeGreaterThan(0.9);
  expect(statuses.get("sent")).toBeGreaterThan(0);
});
