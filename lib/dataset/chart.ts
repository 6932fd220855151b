/*
 * A chart as plain data, from which the screen draws it with chart.js, the PDF as vectors, and the table beside it is
 * written. Runs in the browser too.
 */

/** The look's colours by their names (app/globals.css); the PDF has those of paper. */
export type ChartColor =
  | ("processed" | "sent" | "delivered" | "expired" | "rejected" | "non-deliverable" | "duplicate" | "test")
  | ("accent" | "soft" | "good" | "warn" | "bad");

/** What tells areas apart where colours do not: hatched `rising` (/) or `falling` (\), and so on. */
export const PATTERNS = ["solid", "rising", "falling", "crossed", "flat", "upright", "dotted", "open"] as const;
export type Pattern = (typeof PATTERNS)[number];

/** How a value is written: whole, with the decimals of credits, as a percentage of 1, as a length of time in ms. */
export type ValueKind = "integer" | "decimal" | "share" | "duration";

export type Series = {
  key: string;
  label: string;
  color: ChartColor;
  pattern: Pattern;
  /** One a label, in its order; null: there is none, and a line has a gap. */
  values: readonly (number | null)[];
};

/** Columns standing on each other, or lines, along an axis of time. */
export type TimeChart = {
  kind: "stacked" | "line";
  title: string;
  /** What the values are, beside the axis: "messages". */
  unit: string;
  valueKind: ValueKind;
  /** One a place, as they are shown; the drawing leaves out what has no room. */
  labels: readonly string[];
  /** The lowest of a stack, or the first line, comes first. */
  series: readonly Series[];
};

/** Lying bars, each label with its own; several series lie one behind the other in the same bar. */
export type RankChart = Omit<TimeChart, "kind"> & { kind: "ranked" };

/** The more, the darker: hours of the day by days of the week. */
export type MatrixChart = {
  kind: "matrix";
  title: string;
  unit: string;
  valueKind: ValueKind;
  color: ChartColor;
  rows: readonly string[];
  columns: readonly string[];
  /** A list a row, with a value a column. */
  values: readonly (readonly number[])[];
};

export type Chart = TimeChart | RankChart | MatrixChart;
