import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { PAPER, SOFT } from "@/lib/dataset/pdf/colors";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { SHAPES } from "@/lib/icons";
import { type TextKey, textsOf } from "@/lib/texts";
import { type MessageColumn, messageDataset } from "./dataset";
import type { AskedFile } from "./files";
import { formatNumber } from "./numbers";
import { selectForFile } from "./queries";
import type { Status } from "./status";
import { countMessages, type Totals } from "./totals";

/**
 * The question's messages as PDF, as the page shows them; at most 10 000.
 * @param sentence the question as the page says it.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See snapshotRows.
 */
export async function messagePdf(
  scope: Scope,
  { query, columns }: AskedFile,
  sentence: string,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const keys = columns.map(({ key }) => key);
  // What a cell tells besides its own value.
  const read = [...new Set<MessageColumn>([...keys, ...(keys.includes("status") ? WHY : [])])];
  if (keys.includes("updatedAt") && !keys.includes("sentAt")) read.push("sentAt");
  const list = {
    ...{ name: messageDataset.name, period: query.period, columns, sentence },
    order: textsOf(scope.locale)(`sort.${query.sort}`),
    count: (tx: Transaction) => countMessages(tx, scope, query),
    select: (most: number) => sql`${selectForFile(scope, query, read)} limit ${most}`,
    tell: told(scope, now),
  };
  return listPdf(scope, list, now, signal);
}

const WHY = ["reason", "code"] as const satisfies MessageColumn[];

function told(scope: Scope, now: Date): Told<Totals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  const iconOf = (status: Status) => ({ path: SHAPES[status], color: PAPER[status] });
  return {
    rows: ({ messages }) => messages,
    figures: ({ messages, segments, credits }) => [
      [formats.integer(messages), t("monitoring.messages", { count: messages })],
      [formats.integer(segments), t("monitoring.segments", { count: segments })],
      [formats.decimal(credits), t("monitoring.credits")],
    ],
    parts: ({ byStatus, messages: all }) =>
      byStatus.map(({ status, messages }) => ({
        ...{ icon: iconOf(status), name: t(`status.${status}`) },
        ...{ figure: formats.integer(messages), share: formats.percent(messages, all) },
      })),
    widths: {
      text: 180,
      sender: 54,
      status: 82,
      updatedAt: 56,
      id: 110,
      encoding: 48,
      code: 48,
      reference: 80,
      subid: 64,
    },
    cell(row, { key }) {
      switch (key) {
        case "msisdn":
          return words(row.msisdn ? formatNumber(String(row.msisdn)) : t("monitoring.noNumber"));
        case "status": {
          const status = row.status as Status;
          const why = [row.reason && t(`reason.${row.reason}` as TextKey), row.code].filter(Boolean).join(" · ");
          const spans = [{ text: t(`status.${status}`) }, ...(why ? [{ text: `\n${why}`, color: SOFT }] : [])];
          return { icon: iconOf(status), spans };
        }
        case "updatedAt":
          return words(formats.timeBeside(row.sentAt as Date, row.updatedAt as Date));
        case "text":
          return words(String(row.text ?? ""));
      }
    },
  };
}
