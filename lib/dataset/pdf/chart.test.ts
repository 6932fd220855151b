import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasPoppler, structureOf, textOf } from "@/e2e/read-pdf";
import { type Chart, PATTERNS } from "../chart";
import { chartHeight, drawChart, ticksTo } from "./chart";
import { PAPER } from "./colors";
import { PdfDocument } from "./document";

const write = (value: number) => `${value}`;

function drawn(chart: Chart): { file: Buffer; height: number } {
  const pdf = new PdfDocument({
    ...{ title: "Charts", language: "en", author: "Acuse", now: new Date("2026-11-22T08:00:00Z"), paper: "a4" },
    ...{ head: ["", ""], foot: "", numbered: { running: () => "" } },
  });
  const from = pdf.y;
  const height = chartHeight(pdf, chart);
  drawChart(pdf, chart, write, "What it shows");
  expect(pdf.y - from).toBeCloseTo(height);
  return { file: pdf.end(), height };
}

const series = PATTERNS.map((pattern, at) => ({
  ...{ key: pattern, label: `Series ${pattern}`, color: "sent" as const, pattern },
  values: [at + 1, at % 2 ? null : 3, 0],
}));
const over = {
  title: "Over time",
  unit: "messages",
  valueKind: "integer" as const,
  labels: ["Mon", "Tue", "Wed"],
  series,
};
const matrix: Chart = {
  ...{ kind: "matrix", title: "Week", unit: "messages", valueKind: "integer", color: "accent" },
  rows: Array.from({ length: 24 }, (_, hour) => `${hour}:00`),
  columns: ["Mon", "Tue"],
  values: Array.from({ length: 24 }, (_, hour) => [hour, hour === 7 ? 777 : 0]),
};

describe.runIf(hasPoppler)("a chart on paper", () => {
  test.each(["stacked", "line", "ranked"] as const)(
    "%s: names, labels and unit are real text in one figure",
    (kind) => {
      const { file } = drawn({ ...over, kind });
      const text = textOf(file);
      for (const each of ["Mon", "Tue", "Wed", "messages", ...series.map(({ label }) => label)])
        expect(text).toContain(each);
      expect(structureOf(file).match(/^ *Figure/gm)).toHaveLength(1);
      expect(file.toString("latin1")).toContain("/Alt (What it shows)");
      if (kind === "ranked") expect(text).toMatch(/\b36\b/);
    },
  );

  test("the longer side of a matrix lies, its figures stand in it", () => {
    const text = textOf(drawn(matrix).file, true);
    expect(text).toMatch(/0:00 +2:00/);
    expect(text).toContain("777");
  });
});

test("any chart can be drawn: empty, of one value, of very many, of very long names", () => {
  const text = fc.string({ maxLength: 60 });
  const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: null });
  const charts = fc
    .record({ kind: fc.constantFrom("stacked", "line", "ranked"), places: fc.nat(40), count: fc.nat(8) })
    .chain(({ kind, places, count }) =>
      fc.record({
        kind: fc.constant(kind as "stacked" | "line" | "ranked"),
        ...{ title: text, unit: text, valueKind: fc.constantFrom("integer" as const, "decimal" as const) },
        labels: fc.array(text, { minLength: places, maxLength: places }),
        series: fc.array(
          fc.record({
            ...{ key: text, label: text, color: fc.constantFrom("delivered" as const, "soft" as const) },
            pattern: fc.constantFrom(...PATTERNS),
            values: fc.array(value, { minLength: places, maxLength: places }),
          }),
          { minLength: count, maxLength: count },
        ),
      }),
    );
  fc.assert(
    fc.property(charts, (chart) => {
      const content = drawn(chart).file.toString("latin1");
      expect(content.endsWith("%%EOF\n")).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("an axis begins at nothing, ends at or above the highest value and has few round steps", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
      const ticks = ticksTo(highest, "decimal");
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)! >= highest * 0.999999).toBe(true);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
  expect(ticksTo(2, "integer")).toEqual([0, 1, 2]);
  expect(ticksTo(0, "integer")).toEqual([0, 1]);
});

test("the colours of paper are those of the look's print styles", () => {
  const css = readFileSync("app/globals.css", "utf8");
  const print = /@media print \{\s*:root \{([^}]*)\}/.exec(css)![1]!;
  for (const name of [
    "processed",
    "sent",
    "delivered",
    "expired",
    "rejected",
    "non-deliverable",
    "duplicate",
    "test",
  ] as const)
    expect([name, new RegExp(`--${name}: (#\\w+);`).exec(print)?.[1]]).toEqual([name, PAPER[name]]);
});
