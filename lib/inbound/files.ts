import type { Scope } from "@/lib/auth/scope";
import type { Column } from "@/lib/dataset/column";
import type { CsvKind } from "@/lib/dataset/csv";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { type ListFile, listCsv, listXlsx } from "@/lib/dataset/list-file";
import { type InboundColumn, type InboundQuery, inboundDataset } from "./dataset";
import { selectForFile } from "./queries";

/** A file has all rows of its question: the page does not matter. */
export type AskedFile = { query: InboundQuery; columns: readonly Column<InboundColumn>[] };

/**
 * The question's texts as CSV, in the columns and the order asked for.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See copyOut.
 */
export async function inboundCsv(
  scope: Scope,
  asked: AskedFile,
  kind: CsvKind,
  signal: AbortSignal,
): Promise<StreamedFile> {
  return listCsv(scope, questionOf(scope, asked), kind, signal);
}

/** The same as a workbook. */
export async function inboundXlsx(
  scope: Scope,
  asked: AskedFile,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  return listXlsx(scope, questionOf(scope, asked), now, signal);
}

const questionOf = (scope: Scope, { query, columns }: AskedFile): ListFile => ({
  ...{ name: inboundDataset.name, period: query.period, columns },
  rows: selectForFile(
    scope,
    query,
    columns.map(({ key }) => key),
  ),
});
