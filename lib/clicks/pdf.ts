import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { SOFT } from "@/lib/dataset/pdf/colors";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { SHAPES } from "@/lib/icons";
import { formatNumber } from "@/lib/messages/numbers";
import { textsOf } from "@/lib/texts";
import { type ClickColumn, clickDataset } from "./dataset";
import type { AskedFile } from "./files";
import { selectForFile } from "./queries";
import type { Rule } from "./rules";
import { type ClickTotals, countClicks } from "./totals";

/**
 * The question's visits as PDF, as the page shows them; at most 10 000.
 * @param sentence the question as the page says it.
 * @throws AppError forbidden, too-many; whatever keeps the query from running. See snapshotRows.
 */
export async function clickPdf(
  scope: Scope,
  { query, columns }: AskedFile,
  sentence: string,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const keys = columns.map(({ key }) => key);
  // A robot's cell tells why, too.
  const read = [...new Set<ClickColumn>([...keys, ...(keys.includes("who") ? (["rule"] as const) : [])])];
  const list = {
    ...{ name: clickDataset.name, period: query.period, columns, sentence },
    order: textsOf(scope.locale)(`sort.${query.sort}`),
    count: (tx: Transaction) => countClicks(tx, scope, query),
    select: (most: number) => sql`${selectForFile(scope, query, read)} limit ${most}`,
    tell: told(scope, now),
  };
  return listPdf(scope, list, now, signal);
}

function told(scope: Scope, now: Date): Told<ClickTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  const iconOf = (who: "person" | "robot") => ({ path: SHAPES[who], color: SOFT });
  return {
    rows: ({ visits }) => visits,
    figures: ({ visits, clickedMessages }) => [
      [formats.integer(visits), t("clicks.visits", { count: visits })],
      [formats.integer(clickedMessages), t("clicks.clickedMessages", { count: clickedMessages })],
    ],
    parts: ({ visits: all, byPeople, byRobots }) =>
      [
        { icon: iconOf("person"), name: t("clicks.byPeople"), visits: byPeople },
        { icon: iconOf("robot"), name: t("clicks.byRobots"), visits: byRobots },
      ]
        .filter(({ visits }) => visits > 0)
        .map(({ visits, ...part }) => ({
          ...part,
          ...{ figure: formats.integer(visits), share: formats.percent(visits, all) },
        })),
    widths: {
      link: 136,
      device: 56,
      system: 54,
      text: 160,
      userAgent: 170,
      who: 84,
      language: 46,
      message: 110,
      address: 66,
      sender: 54,
    },
    cell(row, { key }) {
      switch (key) {
        case "msisdn":
          return row.msisdn ? words(formatNumber(String(row.msisdn))) : undefined;
        case "who": {
          const rule = row.rule as Rule;
          const who = rule === "person" ? "person" : "robot";
          const why = who === "robot" ? [{ text: `\n${t(`rule.${rule}`)}`, color: SOFT }] : [];
          return { icon: iconOf(who), spans: [{ text: t(`who.${who}`) }, ...why] };
        }
      }
    },
  };
}
