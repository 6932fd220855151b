import { expect, test } from "vitest";
import { endOf, isLocal, localDay, PRESETS, readPeriod } from "./period";

const at = (now: string, zone = "Europe/Madrid") => ({ now: new Date(now), zone });

test("today is the account's, not the server's", () => {
  expect(localDay(at("2026-03-28T23:30:00Z"))).toBe("2026-03-29");
  expect(localDay(at("2026-03-28T23:30:00Z", "America/Lima"))).toBe("2026-03-28");
  expect(localDay(at("2026-03-28T10:30:00Z", "Pacific/Kiritimati"))).toBe("2026-03-29");
});

test.each([
  ["today", "2026-03-01", "2026-03-01"],
  ["yesterday", "2026-02-28", "2026-02-28"],
  ["last7", "2026-02-23", "2026-03-01"],
  ["last30", "2026-01-31", "2026-03-01"],
  ["this-month", "2026-03-01", "2026-03-01"],
  ["last-month", "2026-02-01", "2026-02-28"],
  ["this-year", "2026-01-01", "2026-03-01"],
  ["last-year", "2025-01-01", "2025-12-31"],
] as const)("%s on the first of March", (preset, from, to) => {
  expect(PRESETS[preset]("2026-03-01")).toEqual({ from, to });
});

test("a period ends half-open: the day after, or the minute after", () => {
  expect(endOf({ preset: null, from: "2026-12-31", to: "2026-12-31" })).toBe("2027-01-01");
  expect(endOf({ preset: null, from: "2026-02-28T10:00", to: "2026-02-28T23:59" })).toBe("2026-03-01T00:00");
});

test("400 days are taken, 401 are not", () => {
  const read = (text: string) => readPeriod(text, "last7", at("2026-03-01T12:00:00Z"));
  expect(read("2025-01-01..2026-02-04")).not.toBeNull();
  expect(read("2025-01-01..2026-02-05")).toBeNull();
});

test("only days that the calendar has", () => {
  expect(["2026-02-28", "2028-02-29", "2026-03-29T02:30"].map(isLocal)).toEqual([true, true, true]);
  expect(
    ["2026-02-29", "2026-13-01", "26-01-01", "2026-01-01T24:00", "2026-01-01T9:00", "1999-01-01"].some(isLocal),
  ).toBe(false);
});
