import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import type { Column, Kind } from "./column";
import { copyOut, type RowFormat } from "./copy-out";
import { type FileQuestion, type FileWords, headingOf, named, storedValue, wordOf } from "./file-question";
import { writeWorkbook } from "./workbook";
import { STYLES } from "./workbook-parts";
import { escapedXml, escapeXml } from "./xml";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Postgres writes the rows as XML text, one column; neither character can be in it, so nothing is ever quoted. */
export const XLSX_FORMAT: RowFormat = { delimiter: "\u0002", quote: "\u0001", rowEnd: "" };

/**
 * A workbook: real dates (of the account's zone, to the second as they are shown) and numbers; phone numbers, codes and
 * texts as texts, exactly; bold headings that stay in sight, with filters; a new sheet where Excel's rows end.
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
  return writeWorkbook({ ...sheet, columns }, rows);
}

/** Words are known before, so they are escaped once, not in every row. */
const escapedWords = (words: FileWords): FileWords => ({
  ...words,
  words: Object.fromEntries(
    Object.entries(words.words).map(([section, known]) => [
      section,
      Object.fromEntries(Object.entries(known).map(([value, word]) => [value, escapeXml(word)])),
    ]),
  ),
});

const WIDTHS: Record<Kind, number> = { text: 24, word: 16, code: 24, phone: 18, integer: 10, decimal: 10, time: 20 };

/** The select that COPY runs: a row's XML. */
export function xlsxSelect({ columns, rows }: FileQuestion, words: FileWords): SQL {
  const cells = columns.map((column) => sql`coalesce(${cellOf(column, words)}, '<c/>')`);
  return sql`select concat('<row>', ${sql.join(cells, sql`, `)}, '</row>') from ${named(rows)}`;
}

/** Null where the value is. */
function cellOf(column: Column, words: FileWords): SQL {
  const value = storedValue(column);
  switch (column.kind) {
    case "integer":
    case "decimal":
      return sql`'<c><v>' || ${value} || '</v></c>'`;
    case "time":
      return sql`${`<c s="${STYLES.time}"><v>`} || ${serialOf(value)} || '</v></c>'`;
    case "word":
      return textCell(wordOf(column, escapedWords(words), escapedXml));
    case "text":
      return textCell(escapedXml(sql`${value}::text`));
    case "code":
    case "phone":
      return textCell(escapedXml(sql`${value}::text`), STYLES.exact);
  }
}

function textCell(escaped: SQL, style?: number): SQL {
  const opening = `<c${style === undefined ? "" : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">`;
  return sql`${opening} || ${escaped} || '</t></is></c>'`;
}

/** Days since 1899-12-30 on the wall clock of the account; whole seconds, as every spreadsheet shows them alike. */
const serialOf = (value: SQL): SQL => sql`floor(date_part('epoch', ${value}::timestamp)) / 86400 + 25569`;
