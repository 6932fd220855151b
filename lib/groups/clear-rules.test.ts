import fc from "fast-check";
import { expect, test } from "vitest";
import { BACK, LEAVING, MOST_SENDINGS, readRules, USUAL, writeRules } from "./clear-rules";

test("rules that are written are read back, whichever they are", () => {
  const some = fc.integer({ min: 1, max: MOST_SENDINGS });
  const rules = fc
    .record({ why: fc.subarray([...LEAVING]), one: some, other: some, days: fc.constantFrom(...BACK) })
    .map(({ one, other, ...rest }) => ({ ...rest, row: Math.min(one, other), last: Math.max(one, other) }));
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
  const given = { why: ["rejected", "all"], row: "0", last: "51", days: "x" };
  expect(readRules(given).unreadable).toEqual(["why", "row", "last", "days"]);
  expect(readRules({ row: "3", last: "2" }).unreadable).toEqual(["last"]);
});

test("an address from before a number of sendings could be said means failures in a row", () => {
  expect(readRules({ row: "3" }).rules).toMatchObject({ row: 3, last: 3 });
});
