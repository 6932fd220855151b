import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashAddress, shortenAddress } from "./address";

test.each([
  ["203.0.113.77", "203.0.113.0"],
  ["10.0.0.0", "10.0.0.0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::"],
  ["2001:DB8:0001::1", "2001:db8:1::"],
  ["2001:db8::1", "2001:db8::"],
  ["2001:0:1:2::", "2001:0:1::"],
  ["::1", "::"],
  ["fe80::1%eth0", "fe80::"],
  ["", null],
  ["unknown", null],
])("%s is kept as %s", (address, kept) => {
  expect(shortenAddress(address)).toBe(kept);
});

test("a shortened address is one, tells the household no more, and cannot be shortened further", () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const kept = shortenAddress(address)!;
      expect(isIPv6(kept)).toBe(true);
      expect(shortenAddress(kept)).toBe(kept);
    }),
  );
});

test("the hash tells addresses apart under one key, and nothing without it", () => {
  const [one, other] = [Buffer.from("one key"), Buffer.from("another key")];
  expect(hashAddress(one, "203.0.113.77")).toEqual(hashAddress(one, "203.0.113.77"));
  expect(hashAddress(one, "203.0.113.77")).not.toEqual(hashAddress(one, "203.0.113.78"));
  expect(hashAddress(one, "203.0.113.77")).not.toEqual(hashAddress(other, "203.0.113.77"));
  expect(hashAddress(one, "203.0.113.77")).toHaveLength(16);
});
