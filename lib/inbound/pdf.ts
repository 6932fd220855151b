import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { listPdf, NOTHING, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import { textsOf } from "@/lib/texts";
import { inboundDataset } from "./dataset";
import type { AskedFile } from "./files";
import { countInbound, type InboundTotals, selectForFile } from "./queries";

/**
 * The question's texts as PDF, as the page shows them; at most 10 000.
 * @param sentence the question as the page says it.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See snapshotRows.
 */
export async function inboundPdf(
  scope: Scope,
  { query, columns }: AskedFile,
  sentence: string,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const keys = columns.map(({ key }) => key);
  const list = {
    ...{ name: inboundDataset.name, period: query.period, columns, sentence },
    order: textsOf(scope.locale)(`sort.${query.sort}`),
    count: (tx: Transaction) => countInbound(tx, scope, query),
    select: (most: number) => sql`${selectForFile(scope, query, keys)} limit ${most}`,
    tell: told(scope, now),
  };
  return listPdf(scope, list, now, signal);
}

function told(scope: Scope, now: Date): Told<InboundTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  return {
    rows: ({ texts }) => texts,
    figures: ({ texts, people }) => [
      [formats.integer(texts), t("inbound.texts", { count: texts })],
      [formats.integer(people), t("inbound.people", { count: people })],
    ],
    parts: (totals) =>
      (["out", "in"] as const)
        .filter((wish) => totals[wish] > 0)
        .map((wish) => ({ name: t(`wish.${wish}`), figure: formats.integer(totals[wish]) })),
    widths: { text: 190, raw: 190, ourNumber: 70 },
    cell(row, { key }) {
      if (key === "wish" && row.wish === "none") return NOTHING;
      if (key === "person" && /^\d+$/.test(String(row.person))) return words(formatNumber(String(row.person)));
    },
  };
}
