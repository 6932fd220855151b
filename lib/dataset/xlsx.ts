import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import type { Column, Kind } from "./column";
import { copyOut, type RowFormat } from "./copy-out";
import type { Rows } from "./copy-rows";
import { type FileQuestion, type FileWords, headingOf, named, storedValue, wordOf } from "./file-question";
import { writeWorkbook } from "./workbook";
import { STYLES } from "./workbook-parts";
import { AROUND, BETWEEN, type Cell, xmlOfRows } from "./xml-rows";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const XLSX_FORMAT: RowFormat = {
  delimiter: String.fromCharCode(BETWEEN),
  quote: String.fromCharCode(AROUND),
  rowEnd: "\n",
};

/** In characters. */
const WIDTHS: Record<Kind, number> = { text: 24, word: 16, code: 24, phone: 18, integer: 10, decimal: 10, time: 20 };

/**
 * A workbook: real dates (of the account's zone, to the second as they are shown) and numbers; phone numbers, codes and
 * texts as texts, exactly; bold headings that stay in sight, with filters; a new sheet where Excel's rows end. Only what
 * no cell can hold is cut: what thousands of visitors to one message have in common.
 *
 * @param sheet `now`: the time the file's parts carry.
 * @throws what copyOut throws, before the first byte.
 */
export async function xlsxFile(
  scope: Scope,
  question: FileQuestion,
  words: FileWords,
  sheet: { title: string; now: Date },
  signal: AbortSignal,
): Promise<AsyncGenerator<Buffer>> {
  const columns = question.columns.map((column) => ({
    heading: headingOf(column, words),
    width: WIDTHS[column.kind],
    exact: column.kind === "phone" || column.kind === "code",
  }));
  const rows = await copyOut(scope, xlsxSelect(question, words), XLSX_FORMAT, signal);
  return writeWorkbook({ ...sheet, columns }, asXml(rows, question.columns.map(cellOf)));
}

async function* asXml(rows: AsyncGenerator<Rows>, cells: readonly Cell[]): AsyncGenerator<Rows> {
  for await (const { bytes, count } of rows) yield { bytes: xmlOfRows(bytes, cells), count };
}

const CELLS: Record<"number" | "time" | "text" | "exact", Cell> = {
  number: cell("<c><v>"),
  time: cell(`<c s="${STYLES.time}"><v>`),
  text: cell('<c t="inlineStr"><is><t>'),
  exact: cell(`<c s="${STYLES.exact}" t="inlineStr"><is><t>`),
};

function cell(opening: string): Cell {
  const tags = Array.from(opening.matchAll(/<(\w+)/g), ([, tag]) => `</${tag}>`);
  return { opening: Buffer.from(opening), closing: Buffer.from(tags.reverse().join("")) };
}

function cellOf({ kind }: Column): Cell {
  switch (kind) {
    case "integer":
    case "decimal":
      return CELLS.number;
    case "time":
      return CELLS.time;
    case "text":
    case "word":
      return CELLS.text;
    case "code":
    case "phone":
      return CELLS.exact;
  }
}

/** The select that COPY runs: each column as its cell has it, but for what XML must escape. */
export function xlsxSelect({ columns, rows }: FileQuestion, words: FileWords): SQL {
  const values = columns.map((column) => {
    const value = storedValue(column);
    if (column.kind === "time") return serialOf(value);
    if (column.kind === "text") return fitting(sql`${value}::text`);
    return column.kind === "word" ? wordOf(column, words, (text) => text) : value;
  });
  return sql`select ${sql.join(values, sql`, `)} from ${named(rows)}`;
}

/**
 * A cell holds 32 767 characters, and Excel takes a file with more in one for damaged. It counts in UTF-16, so half as many
 * of Postgres's always fit; and what has no more bytes fits without counting.
 */
const fitting = (value: SQL): SQL => sql`case
  when octet_length(${value}) > 32767 and length(${value}) > 16383 then left(${value}, 16382) || '…' else ${value} end`;

/** Days since 1899-12-30 on the wall clock of the account; whole seconds, as every spreadsheet shows them alike. */
const serialOf = (value: SQL): SQL => sql`floor(date_part('epoch', ${value}::timestamp)) / 86400 + 25569`;
