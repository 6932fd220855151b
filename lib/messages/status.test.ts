import fc from "fast-check";
import { expect, test } from "vitest";
import { type Evidence, outcomeOf, STATUSES, verdictOf } from "./status";

const at = new Date("2026-11-23T09:00:00Z");
const say = (meaning: Evidence["meaning"], given: Partial<Evidence> = {}): Evidence => ({
  ...{ key: `${meaning}`, part: 0, meaning, code: null, reason: null, at },
  ...given,
});
const sweep = say("expired", { key: "sweep", sweep: true, reason: "expired" });
const statusOf = (...receipts: Evidence[]) => outcomeOf(receipts).status;

/** The published order of one part, strongest first. */
const ORDER: Evidence[] = [
  say("delivered"),
  say("rejected"),
  say("non-deliverable"),
  say("expired"),
  sweep,
  say("sent"),
  say("processed"),
];

test.each(
  ORDER.flatMap((one, i) =>
    ORDER.map((other, j) => [one.key, other.key, ORDER[Math.min(i, j)]!.meaning, one, other] as const),
  ),
)("%s and %s for one part: %s", (_one, _other, meaning, one, other) => {
  expect(statusOf(one, { ...other, key: `${other.key} again` })).toBe(meaning);
});

test("without a receipt a message is processed, and UNKNOWN changes nothing", () => {
  expect(statusOf()).toBe("processed");
  expect(statusOf(say(null))).toBe("processed");
  expect(statusOf(say("sent"), say(null))).toBe("sent");
});

test("any failed part fails the message; it is delivered only when every part that reports is", () => {
  expect(statusOf(say("delivered"), say("delivered", { key: "2", part: 1 }))).toBe("delivered");
  expect(statusOf(say("delivered"), say("sent", { key: "2", part: 1 }))).toBe("sent");
  expect(statusOf(say("delivered"), say("expired", { key: "2", part: 1 }))).toBe("expired");
  expect(statusOf(say("non-deliverable"), say("rejected", { key: "2", part: 1 }))).toBe("rejected");
});

test("a refused part outranks another part's later delivery, and is not a charge of its own", () => {
  const refusal = say("rejected", { part: 1, refusal: true, code: "0x0b" });
  expect(outcomeOf([refusal])).toMatchObject({ status: "rejected", code: "0x0b", charged: false });
  expect(outcomeOf([refusal, say("delivered")])).toMatchObject({ status: "rejected", code: "0x0b", charged: true });
});

test("our sweep fails what the network said nothing final about, and only that", () => {
  expect(statusOf(sweep)).toBe("expired");
  expect(statusOf(say("sent"), sweep)).toBe("expired");
  expect(statusOf(say("delivered"), sweep)).toBe("delivered");
  expect(statusOf(say("delivered"), say("sent", { key: "2", part: 1 }), sweep)).toBe("expired");
});

test("the code and the instant are those of the receipt that decided", () => {
  const later = new Date("2026-11-23T09:00:07Z");
  const outcome = outcomeOf([
    say("sent"),
    say("rejected", { code: "069", reason: "filtered", at: later }),
    say("expired"),
  ]);
  expect(outcome).toMatchObject({ status: "rejected", code: "069", reason: "filtered", confirmedAt: later });
  const parts = [say("delivered", { at: later }), say("delivered", { key: "2", part: 1, at })];
  expect(outcomeOf(parts).confirmedAt).toEqual(later);
  expect(outcomeOf([say("sent", { at: later })]).confirmedAt).toBeNull();
});

const evidence: fc.Arbitrary<Evidence> = fc.record({
  key: fc.uuid(),
  part: fc.nat(3),
  meaning: fc.constantFrom(null, ...STATUSES.filter((status) => status !== "test")),
  sweep: fc.boolean(),
  refusal: fc.boolean(),
  code: fc.constantFrom(null, "001", "027"),
  reason: fc.constantFrom(null, "absent"),
  at: fc.integer({ min: 0, max: 5 }).map((seconds) => new Date(at.getTime() + seconds * 1000)),
});

test("neither order nor repetition matters", () => {
  fc.assert(
    fc.property(
      fc.array(evidence, { maxLength: 12 }).chain((set) => {
        const again = set.length > 0 ? fc.array(fc.constantFrom(...set), { maxLength: 6 }) : fc.constant([]);
        return fc.tuple(
          fc.constant(set),
          again.chain((more) => fc.shuffledSubarray([...set, ...more], { minLength: set.length + more.length })),
        );
      }),
      ([set, shuffled]) => {
        expect(outcomeOf(shuffled)).toEqual(outcomeOf(set));
      },
    ),
    { numRuns: 10_000 },
  );
});

test("each receipt is told what became of it", () => {
  const verdict = (receipt: Evidence, ...known: Evidence[]) => verdictOf(receipt, known);
  expect(verdict(say("sent"))).toBe("applied");
  expect(verdict(say("delivered"), say("sent"))).toBe("applied");
  expect(verdict(say("delivered", { key: "2" }), say("delivered"))).toBe("duplicate");
  expect(verdict(say("sent"), say("delivered"))).toBe("late");
  expect(verdict(say("expired"), say("delivered"))).toBe("conflicting");
  expect(verdict(say("delivered"), say("expired"))).toBe("applied");
  expect(verdict(say("delivered"), sweep)).toBe("applied");
  expect(verdict(say("delivered", { part: 1 }), say("delivered"))).toBe("applied");
  expect(verdict(say(null), say("sent"))).toBe("applied");
});
