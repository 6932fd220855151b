import type { Chart } from "@/lib/dataset/chart";
import type { Status } from "@/lib/messages/status";

/*
 * A report as it is told to one reader: every word in place, every figure written and with its address. A plain value,
 * drawn by the screen, the paper, the PDF and the files of its tables, so that none of them can say something else.
 */
export type Report = {
  /** Begins file names: "statistics-messages". */
  name: string;
  title: string;
  /** Nothing matches, so there is nothing to draw. */
  isEmpty: boolean;
  /** The question in a sentence. */
  sentence: string;
  /** Account, time zone, when it was made, and whatever holds for all of it. */
  facts: { label: string; value: string }[];
  /** The figures that matter. */
  headline: Headline[];
  sections: Section[];
  /** How figures are defined; footnotes of the whole. */
  notes: string[];
};

export type Headline = {
  label: string;
  value: Cell;
  /** Its denominator, or what it is measured against. */
  note?: string;
  tone?: "good" | "warn" | "bad";
};

/** A heading with a chart and the table of the same figures; some have only a table. */
export type Section = {
  /** Names the table: `#country` on the page, `table=country` of a file. */
  key: string;
  title: string;
  /** What is counted, and what is left out. */
  intro?: string;
  chart?: Chart;
  table: Table;
};

export type TableColumn = {
  key: string;
  label: string;
  kind: "text" | "integer" | "decimal" | "share" | "duration";
  status?: Status;
};

/** The first column of a row is its name. */
export type Table = {
  columns: TableColumn[];
  rows: TableRow[];
  /** Stands under the rows; the sum of them. */
  total?: TableRow;
};

export type TableRow = { key: string; cells: Cell[] };

/**
 * @param text as the reader sees it. @param value for programs: a decimal text, a number, a share of 1, a length in
 * milliseconds; null: there is none. @param href the rows of MONITORING that it counts.
 */
export type Cell = { text: string; value: string | number | null; href?: string };
