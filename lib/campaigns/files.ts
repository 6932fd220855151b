import type { Scope } from "@/lib/auth/scope";
import type { Column } from "@/lib/dataset/column";
import type { CsvKind } from "@/lib/dataset/csv";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { type ListFile, listCsv, listXlsx } from "@/lib/dataset/list-file";
import { type CampaignColumn, type CampaignQuery, campaignDataset } from "./dataset";
import { selectForFile } from "./queries";

/** A file has all campaigns of its question: the page does not matter. */
export type AskedFile = { query: CampaignQuery; columns: readonly Column<CampaignColumn>[] };

/**
 * The question's campaigns as CSV, in the columns and the order asked for.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See copyOut.
 */
export async function campaignCsv(
  scope: Scope,
  asked: AskedFile,
  kind: CsvKind,
  signal: AbortSignal,
): Promise<StreamedFile> {
  return listCsv(scope, questionOf(scope, asked), kind, signal);
}

/** The same as a workbook. */
export async function campaignXlsx(
  scope: Scope,
  asked: AskedFile,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  return listXlsx(scope, questionOf(scope, asked), now, signal);
}

const questionOf = (scope: Scope, { query, columns }: AskedFile): ListFile => ({
  ...{ name: campaignDataset.name, period: query.period, columns },
  rows: selectForFile(
    scope,
    query,
    columns.map(({ key }) => key),
  ),
});
