import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";
import { campaignDataset } from "./dataset";
import type { AskedFile } from "./files";
import { type CampaignTotals, countCampaigns, selectForFile } from "./queries";

/**
 * The question's campaigns as PDF, as the page shows them; at most 10 000.
 * @param sentence the question as the page says it.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See snapshotRows.
 */
export async function campaignPdf(
  scope: Scope,
  { query, columns }: AskedFile,
  sentence: string,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const keys = columns.map(({ key }) => key);
  const list = {
    ...{ name: campaignDataset.name, period: query.period, columns, sentence },
    order: textsOf(scope.locale)(`sort.${query.sort}`),
    count: (tx: Transaction) => countCampaigns(tx, scope, query),
    select: (most: number) => sql`${selectForFile(scope, query, keys)} limit ${most}`,
    tell: told(scope, now),
  };
  return listPdf(scope, list, now, signal);
}

function told(scope: Scope, now: Date): Told<CampaignTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  return {
    rows: ({ campaigns }) => campaigns,
    figures: ({ campaigns, recipients }) => [
      [formats.integer(campaigns), t("campaigns.count", { count: campaigns })],
      [formats.integer(recipients), t("campaigns.recipients", { count: recipients })],
    ],
    parts: () => [],
    widths: { name: 130, text: 170, label: 70, subid: 80 },
    cell: (row, { key }) =>
      ["deliveredRate", "clickRate"].includes(key) && row[key] !== null && row[key] !== undefined
        ? words(formats.percent(Number(row[key]), 100))
        : undefined,
  };
}
