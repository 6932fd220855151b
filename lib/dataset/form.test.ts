import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { column } from "./column";
import { defineDataset, readQuery, writeQuery } from "./dataset";
import { choice, msisdn, text } from "./field";
import { exactDates, formValues, periodFault, readForm } from "./form";
import { readPeriod } from "./period";

const clock = { now: new Date("2026-11-22T10:00:00Z"), zone: "Europe/Madrid" };
const dataset = defineDataset({
  name: "things",
  period: "last7",
  sorts: ["newest"],
  fields: { msisdn: msisdn(), sender: text({ max: 15 }), status: choice(["sent", "delivered"]) },
  columns: [column("a", "text", { standard: true }), column("b", "text")],
});

/** What a browser sends for the form: every input, empty or not. */
const submit = (inputs: Record<string, string>) =>
  readForm(new URLSearchParams({ from: "", fromTime: "", to: "", toTime: "", msisdn: "", sender: "", ...inputs }));
const exact = (from: string, to: string, fromTime = "", toTime = "") =>
  submit({ period: "custom", from, to, fromTime, toTime }).params.get("period");

describe("what the plain form sends", () => {
  test("is told apart from an address", () => {
    expect(submit({}).fromForm).toBe(true);
    expect(readForm({ period: "custom" }).fromForm).toBe(true);
    expect(readForm({ sender: "TIENDA", period: "last30" }).fromForm).toBe(false);
  });

  test("loses its empty inputs and the dates that were not asked for", () => {
    const { params } = submit({ period: "last30", from: "2026-11-01", to: "2026-11-22", sender: " TIENDA " });
    expect(Object.fromEntries(params)).toEqual({ period: "last30", sender: "TIENDA" });
  });

  test("keeps every tick of one name", () => {
    const { params } = readForm({ from: "", status: ["sent", "delivered"], fields: ["a", "b"] });
    expect([params.getAll("status"), params.getAll("fields")]).toEqual([
      ["sent", "delivered"],
      ["a", "b"],
    ]);
  });
});

describe("exact dates", () => {
  test("are whole days without times", () => {
    expect(exact("2026-11-01", "2026-11-22")).toBe("2026-11-01..2026-11-22");
  });

  test("with one time, the other is the day's first or last minute", () => {
    expect(exact("2026-11-01", "2026-11-22", "09:30")).toBe("2026-11-01T09:30..2026-11-22T23:59");
    expect(exact("2026-11-01", "2026-11-22", "", "18:00")).toBe("2026-11-01T00:00..2026-11-22T18:00");
  });

  test("lose the seconds that some browsers send", () => {
    expect(exact("2026-11-01", "2026-11-22", "09:30:00", "18:00:00")).toBe("2026-11-01T09:30..2026-11-22T18:00");
  });

  test("are kept as typed where they cannot be read", () => {
    const { exact: typed } = submit({ period: "custom", from: "22/11/2026", toTime: "9" });
    expect(typed).toEqual({ from: "22/11/2026", fromTime: "", to: "", toTime: "9" });
  });

  test("never widen: whatever is typed, the period is those dates or cannot be read", () => {
    const day = fc.oneof(
      fc.constantFrom("", "2026-11-01", "2026-11-22", "2026-02-30", "last7", "today", "..", "2026-11-01..2026-11-02"),
      fc.string(),
    );
    const time = fc.oneof(fc.constantFrom("", "09:30", "25:00", "09:30:15"), fc.string());
    fc.assert(
      fc.property(day, day, time, time, (from, to, fromTime, toTime) => {
        const { params } = submit({ period: "custom", from, to, fromTime, toTime });
        const read = readPeriod(params.get("period") ?? undefined, "last7", clock);
        if (read === null) return;
        expect(read.preset).toBeNull();
        expect([read.from.slice(0, 10), read.to.slice(0, 10)]).toEqual([from.trim(), to.trim()]);
      }),
    );
  });

  test("begin with what is shown, and stay what was typed when it cannot be read", () => {
    const shown = readPeriod("2026-11-01T09:30..2026-11-22T18:00", "last7", clock)!;
    expect(exactDates("", shown)).toEqual({ from: "2026-11-01", fromTime: "09:30", to: "2026-11-22", toTime: "18:00" });
    expect(exactDates("2026-11-30..2026-11-01", shown)).toEqual({
      from: "2026-11-30",
      fromTime: "",
      to: "2026-11-01",
      toTime: "",
    });
  });

  test("of a question read back to the same question", () => {
    const { query } = readQuery(
      dataset,
      new URLSearchParams("period=2026-11-01T09:30..2026-11-22T18:00&status=sent"),
      clock,
    );
    const { from, fromTime, to, toTime } = exactDates("", query.period);
    const { params } = submit({ period: "custom", from, fromTime, to, toTime, status: "sent" });
    expect(readQuery(dataset, params, clock).query).toEqual(query);
    expect(params.toString()).toBe(writeQuery(dataset, query).toString());
  });
});

test.each([
  ["bogus", "period"],
  ["..", "periodDay"],
  ["2026-11-01..", "periodDay"],
  ["2026-02-30..2026-03-01", "periodDay"],
  ["2026-11-01T9..2026-11-02T10:00", "periodTime"],
  ["2026-11-01T25:00..2026-11-02T10:00", "periodTime"],
  ["2026-11-01..2026-11-02T10:00", "periodTime"],
  ["2026-11-30..2026-11-01", "periodOrder"],
  ["2025-01-01..2026-11-01", "periodLong"],
  ["2026-11-01..2026-11-02..2026-11-03", "period"],
])("the period %s is refused as %s", (text, fault) => {
  expect(readPeriod(text, "last7", clock)).toBeNull();
  expect(periodFault(text)).toBe(fault);
});

test("inputs show the question tidily, and what could not be read as it was typed", () => {
  const params = new URLSearchParams(
    "msisdn=+34 600 111&sender=more than fifteen characters&status=delivered&status=sent",
  );
  const reading = readQuery(dataset, params, clock);
  expect(formValues(dataset, params, reading)).toEqual({
    msisdn: ["34600111"],
    sender: ["more than fifteen characters"],
    status: ["sent", "delivered"],
  });
});
