import fc from "fast-check";
import { expect, test } from "vitest";
import { byPrefix, PREFIX } from "./prefix";

test("the longest beginning wins; where none fits there is nothing", () => {
  const find = byPrefix([
    ["34", "Spain"],
    ["346", "Spain, mobile"],
    ["1", "North America"],
    ["1809", "Dominican Republic"],
  ]);
  expect(["34600111222", "34911222333", "18095551234", "12125551234", "49151", "3", ""].map(find)).toEqual([
    ...["Spain, mobile", "Spain", "Dominican Republic", "North America"],
    ...[undefined, undefined, undefined],
  ]);
});

test("it is the longest of all that begin the number, whatever the table", () => {
  const digits = fc.stringMatching(/^[1-3]{1,6}$/);
  fc.assert(
    fc.property(fc.uniqueArray(digits), digits, (prefixes, msisdn) => {
      const fitting = prefixes.filter((prefix) => msisdn.startsWith(prefix));
      const longest = fitting.sort((one, other) => other.length - one.length)[0];
      expect(byPrefix(prefixes.map((prefix) => [prefix, prefix] as const))(msisdn)).toBe(longest);
    }),
  );
});

test("a prefix is digits that a number can begin with", () => {
  expect(["1", "34", "346", "1".repeat(15)].every((text) => PREFIX.test(text))).toBe(true);
  expect(["", "0", "034", "+34", "34 6", "1".repeat(16)].some((text) => PREFIX.test(text))).toBe(false);
});
