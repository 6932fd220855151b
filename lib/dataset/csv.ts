import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import type { Column } from "./column";
import { copyOut, type RowFormat } from "./copy-out";
import type { Rows } from "./copy-rows";
import { type FileQuestion, type FileWords, headingOf, named, storedValue, wordOf } from "./file-question";
import { guardedCode, guardedPhone, guardedText } from "./spreadsheet-text";

/**
 * The two files of values. `plain`, for programs: UTF-8 without mark, comma, CRLF, RFC 4180, headings and words as their
 * keys, instants with offset (`2026-11-22T09:00:14.123+01:00`), nothing disarmed. `excel`, for a double-click in any
 * version and language: UTF-16LE with mark, TAB, CRLF; see spreadsheet-text.ts for what is done to texts and numbers.
 */
export const CSV_KINDS = ["excel", "plain"] as const;
export type CsvKind = (typeof CSV_KINDS)[number];

export const CSV_TYPE: Record<CsvKind, string> = {
  plain: "text/csv; charset=utf-8",
  excel: "text/csv; charset=utf-16le",
};

export type CsvWords = FileWords & { decimalSeparator: string };

/**
 * @returns the file's bytes; see copyOut for how they end.
 * @throws what copyOut throws, before the first byte.
 */
export async function csvFile(
  scope: Scope,
  question: FileQuestion,
  kind: CsvKind,
  words: CsvWords,
  signal: AbortSignal,
): Promise<AsyncGenerator<Buffer>> {
  const headings = question.columns.map((column) => (kind === "plain" ? column.key : headingOf(column, words)));
  const rows = await copyOut(scope, csvSelect(question, kind, words), FORMATS[kind], signal);
  return kind === "plain" ? utf8(headings, rows) : utf16(headings, rows);
}

export const FORMATS: Record<CsvKind, RowFormat> = {
  plain: { delimiter: ",", quote: '"', rowEnd: "\r\n" },
  // LibreOffice proposes to cut at commas and semicolons too; in quotes they are safe from it.
  excel: { delimiter: "\t", quote: '"', rowEnd: "\r\n", quoteAll: true },
};

/** The select that COPY runs: each column as the file writes it. */
export function csvSelect({ columns, rows }: FileQuestion, kind: CsvKind, words: CsvWords): SQL {
  const written = columns.map((column) => (kind === "plain" ? plainValue(column) : excelValue(column, words)));
  return sql`select ${sql.join(written, sql`, `)} from ${named(rows)}`;
}

function plainValue(column: Column): SQL {
  const value = storedValue(column);
  // The connection's zone is the account's.
  return column.kind === "time" ? sql`to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM')` : value;
}

function excelValue(column: Column, words: CsvWords): SQL {
  const value = storedValue(column);
  switch (column.kind) {
    case "text":
      return guardedText(sql`${value}::text`);
    case "code":
      return guardedCode(sql`${value}::text`);
    case "phone":
      return guardedPhone(sql`${value}::text`);
    case "word":
      return wordOf(column, words, guardedText);
    case "decimal":
      return sql`replace(trim_scale(${value})::text, '.', ${words.decimalSeparator})`;
    case "time":
      return sql`to_char(${value}, 'YYYY-MM-DD HH24:MI:SS')`;
    case "integer":
      return value;
  }
}

async function* utf8(headings: readonly string[], rows: AsyncGenerator<Rows>): AsyncGenerator<Buffer> {
  yield Buffer.from(headingRow(headings, FORMATS.plain));
  for await (const { bytes } of rows) yield bytes;
}

async function* utf16(headings: readonly string[], rows: AsyncGenerator<Rows>): AsyncGenerator<Buffer> {
  yield Buffer.from(`\uFEFF${headingRow(headings, FORMATS.excel)}`, "utf16le");
  // Rows come whole, so no character is cut.
  for await (const { bytes } of rows) yield Buffer.from(bytes.toString("utf8"), "utf16le");
}

/** RFC 4180, 2.6 and 2.7. */
function headingRow(headings: readonly string[], { delimiter, quoteAll }: RowFormat): string {
  const quoted = (cell: string) =>
    quoteAll || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return `${headings.map(quoted).join(delimiter)}\r\n`;
}
