import { parse } from "csv-parse/sync";
import { LONGEST_NAME } from "@/lib/contacts/dataset";
import { LONGEST_VALUE } from "@/lib/contacts/fields";
import { looksLikePhone, readPhoneCell } from "./phone-cell";
import type { ColumnMeaning, ImportSettings, Remark } from "./settings";
import { guessSeparator, type Separator, separatorTold } from "./text-file";

/** A row that can be in the agenda; `fields` by the keys of the account's extra fields. */
export type ImportedRow = {
  line: number;
  msisdn: string;
  country: string | null;
  name: string;
  fields: Record<string, string>;
  repaired: boolean;
};
/** A row that cannot. `content` is the row as it stood, cut. */
export type RefusedRow = { line: number; content: string; reason: Remark };

const LONGEST_CONTENT = 500;
export const LONGEST_LABEL = 40;

/** @param columns of the settings, with every `new:` field already given its key. */
export function readRow(
  cells: readonly string[],
  line: number,
  { columns, country }: Pick<ImportSettings, "columns" | "country">,
): ImportedRow | RefusedRow {
  const refused = (reason: Remark): RefusedRow => ({ line, content: contentOf(cells), reason });
  const phone = readPhoneCell(cells[columns.indexOf("number")] ?? "", country);
  if (!phone.ok) return refused(phone.reason);
  const { msisdn, repaired } = phone;
  const row: ImportedRow = { line, msisdn, country: phone.country, name: "", fields: {}, repaired };
  for (const [place, meaning] of columns.entries()) {
    const value = (cells[place] ?? "").replaceAll("\0", "").trim();
    if (value === "") continue;
    if (meaning === "name") {
      if (value.length > LONGEST_NAME) return refused("too-long");
      row.name = value;
    } else if (meaning.startsWith("field:")) {
      if (value.length > LONGEST_VALUE) return refused("too-long");
      row.fields[meaning.slice("field:".length)] = value;
    }
  }
  return row;
}

export const contentOf = (cells: readonly string[]): string =>
  cutTo(cells.join(" · ").replaceAll("\0", ""), LONGEST_CONTENT);

/** Never in the middle of a letter: half of one is no text that can be kept. */
export const cutTo = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, "");

/** Nothing stands in it: a line that was left free, or cells that were only coloured. */
export const isEmpty = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");

/**
 * The rows at the beginning of a file that have something in them, as its settings cut it; a last one that may be cut off is left out. Where a quote
 * is not closed in what is looked at, quotes are shown as they stand: whether one is missing only the whole file tells.
 */
export function sampleRows(text: string, separator: Separator, most: number, whole: boolean): string[][] {
  const cut = (options: { quote?: null }): string[][] =>
    parse(withoutTold(text), { ...PARSING, ...options, delimiter: separator, to: most + 1 + MOST_ABOVE }) as string[][];
  let rows: string[][];
  try {
    rows = cut({});
  } catch {
    rows = cut({ quote: null });
  }
  const known = whole || rows.length > most + MOST_ABOVE ? rows : rows.slice(0, Math.max(1, rows.length - 1));
  return known.filter((row) => !isEmpty(row)).slice(0, most);
}

/** Tolerant: a quote that is not closed or stands inside a word is part of the text. */
export const PARSING = {
  relax_quotes: true,
  relax_column_count: true,
  bom: true,
  // All of them, for one file may have several: a line's end is else only what the first line ends with.
  record_delimiter: ["\r\n", "\n", "\r"] as string[],
  // A quote that is never closed would else swallow the rest of the file; the longest honest row is far shorter.
  max_record_size: 64 * 1024,
} as const;

/** Without Excel's own line `sep=;`. */
export const withoutTold = (text: string): string => (separatorTold(text) ? text.replace(/^sep=.\r?\n/i, "") : text);

/** A heading stands among so many rows that have something in them; above it there may be a title. */
export const MOST_ABOVE = 10;

/**
 * Which row names the columns, when one does: of those above the first telephone number the first with several cells,
 * for a title has one; where all have one, the lowest.
 *
 * @param rows the first ones, none of them empty.
 */
export function headingOf(rows: readonly (readonly string[])[]): number {
  const looked = rows.slice(0, MOST_ABOVE);
  const first = looked.findIndex((row) => row.some(looksLikePhone));
  const above = first < 0 ? looked : looked.slice(0, first);
  const several = above.findIndex((row) => row.filter((cell) => cell.trim() !== "").length > 1);
  return several >= 0 ? several : first < 0 ? 0 : Math.max(0, first - 1);
}

/** What the columns probably are. @param own the account's extra fields. */
export function guessColumns(
  rows: readonly (readonly string[])[],
  own: readonly { key: string; label: string }[],
): { header: boolean; columns: ColumnMeaning[] } {
  const width = Math.max(0, ...rows.map(({ length }) => length));
  const place = headingOf(rows);
  const [heading, body] = [rows[place] ?? [], rows.slice(place + 1)];
  const header = body.length > 0 && !heading.some(looksLikePhone) && body.some((row) => row.some(looksLikePhone));
  const looked = header ? body : rows;
  const headOf = (column: number) => (header ? (heading[column] ?? "").replaceAll("\0", "").trim() : "");
  const phones = Array.from({ length: width }, (_, i) => looked.filter((row) => looksLikePhone(row[i] ?? "")).length);
  const named = phones.findIndex((count, column) => count > 0 && PHONES.test(folded(headOf(column))));
  const number = named >= 0 ? named : phones.indexOf(Math.max(1, ...phones));
  let hasName = false;
  const columns = Array.from({ length: width }, (_, column): ColumnMeaning => {
    if (column === number) return "number";
    const head = headOf(column);
    const known = own.find(({ key, label }) => folded(label) === folded(head) || key === folded(head));
    if (head !== "" && known) return `field:${known.key}`;
    const isName = header ? NAMES.test(folded(head)) : looked.some((row) => /\p{L}{2}/u.test(row[column] ?? ""));
    if (isName && !hasName) {
      hasName = true;
      return "name";
    }
    return head === "" ? "ignore" : (`new:${cutTo(head, LONGEST_LABEL)}` as ColumnMeaning);
  });
  return { header, columns };
}

const NAMES = /^(?:name|full ?name|nombre|nombre completo|nombre y apellidos|nom|contact|contacto|cliente|customer)$/;
const PHONES = /\b(?:phone|mobile|cell|msisdn|whatsapp|tel|telf?|telefono|movil|celular|gsm|handy|portable)\b/;
const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** By what the file says itself, else by looking. */
export const separatorOf = (text: string): Separator => separatorTold(text) ?? guessSeparator(text);
