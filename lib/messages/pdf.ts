import type { Scope } from "@/lib/auth/scope";
import { PAPER, SOFT } from "@/lib/dataset/pdf/colors";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { SHAPES } from "@/lib/icons";
import { type TextKey, textsOf } from "@/lib/texts";
import { type MessageColumn, messageDataset } from "./dataset";
import { formatNumber } from "./numbers";
import { selectForFile } from "./queries";
import type { Status } from "./status";
import { countMessages, type Totals } from "./totals";

/** The question's messages as PDF, as the page shows them. */
export const messagePdf = listPdf({
  ...{ dataset: messageDataset, count: countMessages, select: selectForFile, tell },
  // What a cell tells besides its own value.
  besides: (keys) => [
    ...(keys.includes("status") ? WHY : []),
    ...(keys.includes("updatedAt") ? (["sentAt"] as const) : []),
  ],
});

const WHY = ["reason", "code"] as const satisfies MessageColumn[];

function tell(scope: Scope, now: Date): Told<Totals> {
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
