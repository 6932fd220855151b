import { expect, it } from "vitest";
import { waitAfter } from "./slow-down";

it("doubles the wait after the free failures and stops at a quarter of an hour", () => {
  expect([0, 4, 5, 6, 7, 14].map((failures) => waitAfter(failures, 5))).toEqual([0, 0, 1, 2, 4, 512]);
  expect([15, 40, 100_000].map((failures) => waitAfter(failures, 5))).toEqual([900, 900, 900]);
});
