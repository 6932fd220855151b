import type { SQL } from "drizzle-orm";
import { getCountries } from "libphonenumber-js/max";
import type { Scope } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import { type TextKey, textsOf } from "@/lib/texts";
import type { Column } from "./column";
import { CSV_TYPE, type CsvKind, csvFile } from "./csv";
import type { FileQuestion, FileWords } from "./file-question";
import type { StreamedFile } from "./file-response";
import type { Period } from "./period";
import { XLSX_TYPE, xlsxFile } from "./xlsx";

/** A list's question that becomes a file: `name` is the dataset's; without a period where it is timeless. */
export type ListFile = FileQuestion & { name: string; period?: Period };

/** A file has all rows of its question: the page does not matter. */
export type AskedFile<Q, C extends string> = { query: Q; columns: readonly Column<C>[] };

/** All rows of a question in its order, each column under its key, as it is stored. */
export type SelectOf<Q, C extends string> = (scope: Scope, query: Q, columns: readonly C[]) => SQL;

/** The files of a list, for programs and spreadsheets: a question's rows in the columns and the order asked for. */
export function listFiles<Q extends { period: Period }, C extends string>(
  { name, timeless }: { name: string; timeless?: boolean },
  select: SelectOf<Q, C>,
) {
  /** What the files are made of; for whoever measures them. */
  const questionOf = (scope: Scope, { query, columns }: AskedFile<Q, C>): ListFile => {
    const keys = columns.map(({ key }) => key);
    return { name, ...(timeless ? {} : { period: query.period }), columns, rows: select(scope, query, keys) };
  };
  return {
    questionOf,
    /** @throws AppError forbidden, too-many; whatever keeps the query from running. See copyOut. */
    csv: async (scope: Scope, asked: AskedFile<Q, C>, kind: CsvKind, signal: AbortSignal) =>
      listCsv(scope, questionOf(scope, asked), kind, signal),
    /** The same as a workbook. */
    xlsx: async (scope: Scope, asked: AskedFile<Q, C>, now: Date, signal: AbortSignal) =>
      listXlsx(scope, questionOf(scope, asked), now, signal),
  };
}

/**
 * The rows as CSV, in the columns and the order asked for.
 * @throws AppError too-many; whatever keeps the query from running. See copyOut.
 */
export async function listCsv(scope: Scope, list: ListFile, kind: CsvKind, signal: AbortSignal): Promise<StreamedFile> {
  const words = { ...fileWords(scope, list.columns), decimalSeparator: decimalSeparatorOf(scope.formats) };
  const chunks = await csvFile(scope, list, kind, words, signal);
  return { name: nameOf(list, "csv"), type: CSV_TYPE[kind], chunks };
}

/** The same as a workbook. */
export async function listXlsx(scope: Scope, list: ListFile, now: Date, signal: AbortSignal): Promise<StreamedFile> {
  const title = textsOf(scope.locale)(`dataset.${list.name}` as TextKey);
  const chunks = await xlsxFile(scope, list, fileWords(scope, list.columns), { title, now }, signal);
  return { name: nameOf(list, "xlsx"), type: XLSX_TYPE, chunks };
}

/** Headings and words of these columns in the reader's language. */
export function fileWords(scope: Scope, columns: readonly Column[]): FileWords {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope);
  const sections = columns.flatMap(({ words }) => words ?? []);
  // The texts of a section are the words of its values; countries are in no text, the language itself knows them.
  const words = Object.fromEntries(
    sections.filter((each) => t.has(each as TextKey)).map((each) => [each, t.raw(each as TextKey)]),
  );
  const country = Object.fromEntries(getCountries().map((code) => [code, formats.country(code)]));
  return {
    heading: ({ key, label, unit }) => [label ?? t(`column.${key}` as TextKey), unit].filter(Boolean).join(" "),
    words: { ...words, country },
    zone: scope.zone,
  };
}

export const decimalSeparatorOf = (formats: string): string =>
  new Intl.NumberFormat(formats).formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";

const nameOf = ({ name, period }: ListFile, ending: "csv" | "xlsx"): string =>
  `${[name, ...(period ? [period.from, period.to] : [])].join("-")}.${ending}`;
