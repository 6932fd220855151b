import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import type { Column, Kind } from "./column";
import { copyOut, type RowFormat } from "./copy-out";
import { type FileQuestion, type FileWords, headingOf, named, storedValue, wordOf } from "./file-question";
import { writeWorkbook } from "./workbook";
import { STYLES } from "./workbook-parts";
import { escapedXml, escapeXml, needsEscaping } from "./xml";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Postgres writes the rows as XML text, one column; neither character can be in it, so nothing is ever quoted. */
export const XLSX_FORMAT: RowFormat = { delimiter: "\u0002", quote: "\u0001", rowEnd: "" };

/** In characters. */
const WIDTHS: Record<Kind, number> = { text: 24, word: 16, code: 24, phone: 18, integer: 10, decimal: 10, time: 20 };

/**
 * A workbook: real dates (of the account's zone, to the second as they are shown) and numbers; phone numbers, codes and
 * texts as texts, exactly; bold headings that stay in sight, with filters; a new sheet where Excel's rows end. A cell holds
 * 32 767 characters, twenty times the longest message; nothing is cut.
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

/** How the texts of a row are written. */
type Writing = { attributes: string; text: (value: SQL) => SQL };
const PLAIN: Writing = { attributes: "", text: (value) => value };
const CAREFUL: Writing = { attributes: ' xml:space="preserve"', text: escapedXml };

/**
 * The select that COPY runs: a row's XML, without a line break. Whether its texts need care is asked once a row, because
 * asking it of each costs as much as writing them all.
 */
export function xlsxSelect({ columns, rows }: FileQuestion, words: FileWords): SQL {
  const known = escapedWords(words);
  const texts = columns.filter(isText).map(storedValue);
  return sql`select case when ${needsEscaping(texts)}
    then ${rowOf(columns, known, CAREFUL)} else ${rowOf(columns, known, PLAIN)} end from ${named(rows)}`;
}

const isText = ({ kind }: Column): boolean => kind === "text" || kind === "code" || kind === "phone";

function rowOf(columns: readonly Column[], words: FileWords, writing: Writing): SQL {
  const cells = columns.map((column) => sql`coalesce(${cellOf(column, words, writing)}, '<c/>')`);
  return sql`'<row>' || ${sql.join(cells, sql` || `)} || '</row>'`;
}

/** Null where the value is. */
function cellOf(column: Column, words: FileWords, writing: Writing): SQL {
  const value = storedValue(column);
  switch (column.kind) {
    case "integer":
    case "decimal":
      return sql`'<c><v>' || ${value} || '</v></c>'`;
    case "time":
      return sql`${`<c s="${STYLES.time}"><v>`} || ${serialOf(value)} || '</v></c>'`;
    case "word":
      return textCell(wordOf(column, words, escapedXml), PLAIN, STYLES.general);
    case "text":
      return textCell(sql`${value}::text`, writing, STYLES.general);
    case "code":
    case "phone":
      return textCell(sql`${value}::text`, writing, STYLES.exact);
  }
}

const textCell = (value: SQL, { attributes, text }: Writing, style: number): SQL =>
  sql`${`<c s="${style}" t="inlineStr"><is><t${attributes}>`} || ${text(value)} || '</t></is></c>'`;

/** Days since 1899-12-30 on the wall clock of the account; whole seconds, as every spreadsheet shows them alike. */
const serialOf = (value: SQL): SQL => sql`floor(date_part('epoch', ${value}::timestamp)) / 86400 + 25569`;

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
