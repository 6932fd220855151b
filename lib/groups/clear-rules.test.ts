import fc from "fast-check";
import { expect, test } from "vitest";
import { BACK, IN_A_ROW, LEAVING, readRules, USUAL, writeRules } from "./clear-rules";

test("rules that are written are read back, whichever they are", () => {
  const rules = fc.record({
    why: fc.subarray([...LEAVING]),
    row: fc.constantFrom(...IN_A_ROW),
    days: fc.constantFrom(...BACK),
  });
  fc.assert(
    fc.property(rules, (given) => {
      expect(readRules(writeRules(given))).toEqual({ rules: given, unreadable: [] });
    }),
  );
});

test("an address without rules has the usual ones, a form without a ticked box none", () => {
  expect(readRules({})).toEqual({ rules: USUAL, unreadable: [] });
  expect(readRules({ asked: "1" }).rules.why).toEqual([]);
});

test("what cannot be read is told, never taken for something else", () => {
  expect(readRules({ why: ["rejected", "all"], row: "0", days: "x" }).unreadable).toEqual(["why", "row", "days"]);
});
