import fc from "fast-check";
import { expect, test } from "vitest";
import { plusDays } from "@/lib/dataset/period";
import { coverOf } from "./cover";
import { quartersHaveHours } from "./quarters";
import { partsOf, spansOf } from "./spans";

const period = (from: string, to: string) => ({ preset: null, from, to });

test("a period of days is whole days, one in minutes leaves something over at its edges", () => {
  expect(partsOf(period("2026-03-01", "2026-03-02"))).toEqual({
    days: { first: "2026-03-01", last: "2026-03-02" },
    edges: [],
  });
  // To 14:05 is to before 14:06.
  expect(partsOf(period("2026-03-01T23:10", "2026-03-04T14:05"))).toEqual({
    days: { first: "2026-03-02", last: "2026-03-03" },
    edges: [
      { from: "2026-03-01T23:10", to: "2026-03-02T00:00" },
      { from: "2026-03-04T00:00", to: "2026-03-04T14:06" },
    ],
  });
  expect(partsOf(period("2026-03-01T00:00", "2026-03-01T23:59"))).toEqual({
    days: { first: "2026-03-01", last: "2026-03-01" },
    edges: [],
  });
  const within = period("2026-03-01T10:00", "2026-03-02T09:00");
  expect(partsOf(within)).toEqual({ days: null, edges: [{ from: "2026-03-01T10:00", to: "2026-03-02T09:01" }] });
});

test("every day but the gaps is read once, by itself or in its month, what a month has besides is taken off", () => {
  const day = fc.nat(800).map((days) => plusDays("2025-01-01", days));
  fc.assert(
    fc.property(day, fc.nat(400), fc.array(day, { maxLength: 5 }), fc.boolean(), (first, length, gaps, daily) => {
      const last = plusDays(first, length);
      const spans = spansOf({ first, last }, gaps, daily);
      const inMonths = spans.month.flatMap((start) => {
        const days: string[] = [];
        for (let each = start; each.startsWith(start.slice(0, 7)); each = plusDays(each, 1)) days.push(each);
        expect(days.filter((each) => gaps.includes(each))).toEqual([]);
        return days;
      });
      expect(spans.less.filter((each) => !inMonths.includes(each))).toEqual([]);
      const kept = inMonths.filter((each) => !spans.less.includes(each));
      const expected: string[] = [];
      for (let each = first; each <= last; each = plusDays(each, 1)) if (!gaps.includes(each)) expected.push(each);
      expect([...spans.day, ...kept].sort()).toEqual(expected);
      if (daily) expect(spans.month).toEqual([]);
      // Of a month that is cut by the period no more than the smaller half is read day by day.
      else expect(spans.day.length + spans.less.length).toBeLessThanOrEqual(31 + 31 * gaps.length);
    }),
  );
});

test("the counts hold statuses and values of one dimension, nothing else", () => {
  const dimensionOf = (filter: Parameters<typeof coverOf>[0]) => coverOf(filter)?.dimension;
  expect(dimensionOf({})).toBeNull();
  expect(dimensionOf({ status: ["sent"] })).toBeNull();
  expect(dimensionOf({ status: ["sent"], country: ["ES", "FR"] })).toBe("country");
  expect(dimensionOf({ label: "spring", without: ["label"] })).toBe("label");
  expect(dimensionOf({ except: [{ of: "operator", value: "" }] })).toBe("operator");
  expect(coverOf({ country: ["ES"], sender: "Shop" })).toBeNull();
  expect(coverOf({ country: ["ES"], without: ["label"] })).toBeNull();
  expect(coverOf({ text: "hola" })).toBeNull();
  expect(coverOf({ hour: ["9"] })).toBeNull();
});

test("a quarter has one hour of the day, but where clocks are changed within it", () => {
  const year = (of: number) => period(`${of}-01-01`, `${of}-12-31`);
  for (const zone of ["UTC", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe"])
    expect([zone, quartersHaveHours(year(2026), zone)]).toEqual([zone, true]);
  expect(quartersHaveHours(year(2010), "America/St_Johns")).toBe(false);
  expect(quartersHaveHours(period("2010-11-10", "2010-12-31"), "America/St_Johns")).toBe(true);
  expect(quartersHaveHours(period("2010-03-14T00:00", "2010-03-14T10:00"), "America/St_Johns")).toBe(false);
  expect(quartersHaveHours(year(2026), "America/St_Johns")).toBe(true);
});
