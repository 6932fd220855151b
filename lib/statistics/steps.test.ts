import { expect, test } from "vitest";
import type { Step } from "./figures";
import { areCutAlike, previousPeriod, stepsFor, timeSteps, usualStep } from "./steps";

const days = (from: string, to: string) => ({ preset: null, from, to });
const hours = (zone: string, day: string) => timeSteps(days(day, day), "hour", zone).map(({ at }) => at.slice(11));

test("a day of 23 hours has 23, a day of 25 has one that lasts two, and half hours are met", () => {
  const madrid = hours("Europe/Madrid", "2026-03-29");
  expect([madrid.length, madrid.includes("02:00")]).toEqual([23, false]);
  expect(hours("Europe/Madrid", "2026-10-25").length).toBe(24);
  expect(hours("Europe/Madrid", "2026-11-22").length).toBe(24);
  expect(hours("Australia/Lord_Howe", "2026-10-04")).toContain("02:00");
  expect(hours("Asia/Kathmandu", "2026-11-22")[0]).toBe("00:00");
});

test("weeks begin on Monday, months on the first, and both end where the period does", () => {
  const asked = days("2025-12-30", "2026-01-13");
  expect(timeSteps(asked, "week", "UTC").map(({ at, period }) => [at, period.from, period.to])).toEqual([
    ["2025-12-29", "2025-12-30", "2026-01-04"],
    ["2026-01-05", "2026-01-05", "2026-01-11"],
    ["2026-01-12", "2026-01-12", "2026-01-13"],
  ]);
  expect(timeSteps(asked, "month", "UTC").map(({ at, period }) => [at, period.from, period.to])).toEqual([
    ["2025-12-01", "2025-12-30", "2025-12-31"],
    ["2026-01-01", "2026-01-01", "2026-01-13"],
  ]);
});

test("a period in minutes is cut at its minutes", () => {
  const asked = days("2026-11-21T22:30", "2026-11-22T00:15");
  expect(timeSteps(asked, "hour", "Asia/Kolkata").map(({ period }) => [period.from, period.to])).toEqual([
    ["2026-11-21T22:30", "2026-11-21T22:59"],
    ["2026-11-21T23:00", "2026-11-21T23:59"],
    ["2026-11-22T00:00", "2026-11-22T00:15"],
  ]);
  expect(timeSteps(asked, "day", "Asia/Kolkata").map(({ period }) => [period.from, period.to])).toEqual([
    ["2026-11-21T22:30", "2026-11-21T23:59"],
    ["2026-11-22T00:00", "2026-11-22T00:15"],
  ]);
});

test("of a period that begins or ends in an hour that the clocks skipped, the steps are what Postgres finds in it", () => {
  const cut = (from: string, to: string) =>
    timeSteps(days(`2026-03-29T${from}`, `2026-03-29T${to}`), "hour", "Europe/Madrid").map(({ period }) =>
      [period.from, period.to].map((local) => local.slice(11)).join(),
    );
  expect(cut("01:00", "02:15")).toEqual(["01:00,01:59", "03:00,03:15"]);
  expect(cut("02:30", "04:10")).toEqual(["03:30,03:59", "04:00,04:10"]);
  expect(cut("02:10", "02:20")).toEqual(["03:10,03:20"]);
  expect(cut("01:30", "02:59")).toEqual(["01:30,01:59"]);
  expect(cut("01:30", "03:00")).toEqual(["01:30,01:59", "03:00,03:00"]);
});

test("the previous period is as long and ends where this one begins, also across the year", () => {
  expect(previousPeriod(days("2026-01-01", "2026-01-07"))).toEqual(days("2025-12-25", "2025-12-31"));
  expect(previousPeriod(days("2026-01-01T00:00", "2026-01-01T00:59"))).toEqual(
    days("2025-12-31T23:00", "2025-12-31T23:59"),
  );
});

test("a period chooses a step that leaves a readable number of them", () => {
  expect(usualStep(days("2026-11-21", "2026-11-22"))).toBe("hour");
  expect(usualStep(days("2026-11-01", "2026-11-30"))).toBe("day");
  expect(usualStep(days("2026-07-01", "2026-11-30"))).toBe("week");
  expect(usualStep(days("2026-01-01", "2026-12-31"))).toBe("month");
  expect(stepsFor(days("2026-11-01", "2026-11-30"))).not.toContain("hour");
});

test("the period before stands step by step beside a period where both are cut at the same places", () => {
  const alike = (step: Step, from: string, to: string, zone = "UTC") => {
    const period = days(from, to);
    const [now, before] = [period, previousPeriod(period)].map((each) => timeSteps(each, step, zone));
    return areCutAlike(step, now!, before!);
  };
  expect(alike("day", "2026-03-01", "2026-03-31")).toBe(true);
  expect(alike("day", "2026-03-01T12:00", "2026-03-02T11:59")).toBe(true);
  expect(alike("day", "2026-03-01T00:00", "2026-03-02T11:59")).toBe(false);
  expect(alike("hour", "2026-03-01T06:30", "2026-03-01T09:29")).toBe(true);
  expect(alike("hour", "2026-03-01T06:00", "2026-03-01T07:29")).toBe(false);
  // The hour that is left out would put each later one beside another.
  expect(alike("hour", "2026-03-29", "2026-03-29", "Europe/Madrid")).toBe(false);
  expect(alike("hour", "2026-10-25", "2026-10-25", "Europe/Madrid")).toBe(true);
  // Whole weeks, or parts of them, from the same weekday on.
  expect(alike("week", "2026-03-02", "2026-03-29")).toBe(true);
  expect(alike("week", "2026-03-04", "2026-03-31")).toBe(true);
  expect(alike("week", "2026-03-02", "2026-03-31")).toBe(false);
  expect(alike("week", "2026-03-02T08:00", "2026-03-30T07:59")).toBe(true);
  expect(alike("week", "2026-03-02T08:00", "2026-03-30T09:59")).toBe(false);
  // A year beside the year before, cut or whole; a month of 31 days is none beside one of 28.
  expect(alike("month", "2025-11-27", "2026-11-26")).toBe(true);
  expect(alike("month", "2026-01-01", "2026-12-31")).toBe(true);
  expect(alike("month", "2026-07-01", "2026-08-31")).toBe(false);
  expect(alike("month", "2026-08-01", "2026-08-31")).toBe(true);
  expect(alike("month", "2026-03-01", "2026-03-31")).toBe(false);
});
