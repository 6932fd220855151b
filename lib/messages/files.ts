import { getCountries } from "libphonenumber-js/max";
import type { Scope } from "@/lib/auth/scope";
import type { Column } from "@/lib/dataset/column";
import { CSV_TYPE, type CsvKind, csvFile } from "@/lib/dataset/csv";
import type { FileQuestion, FileWords } from "@/lib/dataset/file-question";
import type { StreamedFile } from "@/lib/dataset/file-response";
import type { Period } from "@/lib/dataset/period";
import { XLSX_TYPE, xlsxFile } from "@/lib/dataset/xlsx";
import { formatsOf } from "@/lib/format";
import { type TextKey, textsOf } from "@/lib/texts";
import { type MessageColumn, type MessageQuery, messageDataset } from "./dataset";
import { selectForFile } from "./queries";

/** A file has all rows of its question: the page does not matter. */
export type AskedFile = { query: MessageQuery; columns: readonly Column<MessageColumn>[] };

/**
 * The question's messages as CSV, in the columns and the order asked for.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See copyOut.
 */
export async function messageCsv(
  scope: Scope,
  asked: AskedFile,
  kind: CsvKind,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const words = { ...wordsOf(scope), decimalSeparator: decimalSeparatorOf(scope.formats) };
  const chunks = await csvFile(scope, questionOf(scope, asked), kind, words, signal);
  return { name: nameOf(asked.query.period, "csv"), type: CSV_TYPE[kind], chunks };
}

/** The same as a workbook. */
export async function messageXlsx(
  scope: Scope,
  asked: AskedFile,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const title = textsOf(scope.locale)("dataset.messages");
  const chunks = await xlsxFile(scope, questionOf(scope, asked), wordsOf(scope), { title, now }, signal);
  return { name: nameOf(asked.query.period, "xlsx"), type: XLSX_TYPE, chunks };
}

/** What the files are made of; exported for whoever measures them. */
export const questionOf = (scope: Scope, { query, columns }: AskedFile): FileQuestion => ({
  columns,
  rows: selectForFile(
    scope,
    query,
    columns.map(({ key }) => key),
  ),
});

export function wordsOf(scope: Scope): FileWords {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope);
  const sections = messageDataset.columns.flatMap(({ words }) => words ?? []);
  // The texts of a section are the words of its values; countries are in no text, the language itself knows them.
  const words = Object.fromEntries(
    sections.filter((each) => t.has(each as TextKey)).map((each) => [each, t.raw(each as TextKey)]),
  );
  const country = Object.fromEntries(getCountries().map((code) => [code, formats.country(code)]));
  return { heading: ({ key }) => t(`column.${key}` as TextKey), words: { ...words, country }, zone: scope.zone };
}

const decimalSeparatorOf = (formats: string): string =>
  new Intl.NumberFormat(formats).formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";

const nameOf = ({ from, to }: Period, ending: "csv" | "xlsx"): string =>
  `${messageDataset.name}-${from}-${to}.${ending}`;
