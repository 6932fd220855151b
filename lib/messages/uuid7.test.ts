import { expect, test } from "vitest";
import { instantOf, uuid7s } from "./uuid7";

const AT = new Date("2026-11-22T12:00:00.123Z");

test("ids asked for one by one are as random as those of one sending, and each holds its instant", () => {
  const single = Array.from({ length: 5_000 }, () => uuid7s(AT, 1)[0]!);
  const together = uuid7s(AT, 5_000);
  const all = [...single, ...together];
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(all.map((id) => id.slice(-12))).size).toBe(all.length);
  for (const id of all) expect(instantOf(id)).toEqual(AT);
  expect(together).toEqual(together.toSorted());
});

test("what is not one of ours holds no instant", () => {
  const beyond = "ffffffff-ffff-7000-8000-000000000000"; // of the year 10889
  for (const text of ["", "x", "00000000-0000-4000-8000-000000000000", beyond, `${uuid7s(AT, 1)[0]} `])
    expect(instantOf(text)).toBeNull();
});
