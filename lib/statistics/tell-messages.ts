import { writeQuery } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { averageDelay, delayPercentile } from "@/lib/messages/delays";
import { DIMENSIONS, type Dimension } from "@/lib/messages/dimensions";
import { FAILED } from "@/lib/messages/status";
import type { Texts } from "@/lib/texts";
import { type Cells, cellsOf } from "./cells";
import type { Figures, Step } from "./figures";
import type { Headline, Report } from "./report";
import { rowsConfirmed, rowsOfStatuses, rowsOfWeek, rowsVisitedBy } from "./rows-of";
import type { TimeStep } from "./steps";
import { ACCEPTABLE, RATED, STANDARD, sumOf, toneOf, UNSENT } from "./sums";
import { tellComparison } from "./tell-comparison";
import { tellDelays, tellTimes } from "./tell-delays";
import { tellSeries } from "./tell-series";
import { tellSplit } from "./tell-split";
import { tellStatuses, tellSummary } from "./tell-totals";
import { weekSection } from "./week-section";

/** What a report is told from, and to whom. */
export type Told = {
  t: Texts;
  formats: Formats;
  /** How a value of a dimension is called. */
  nameOf(of: Dimension, value: string): string;
  query: MessageQuery;
  step: Step;
  figures: Figures;
  /** All steps of the period, those without messages too. */
  steps: readonly TimeStep[];
  /** The period before, if it is compared, and how it is called. */
  previous: (Pick<Figures, "total" | "series"> & Pick<Told, "query" | "steps"> & { period: string }) | null;
};

export type Telling = Told & {
  cells: Cells;
  /** The rows of a question in MONITORING. */
  to(query: MessageQuery): string;
  /** Messages that were sent or meant to be: what rates are of. */
  rated: number;
};

/** What stands over the report, in the reader's words. */
export type Heading = { sentence: string; account: string; zone: string; now: Date };

export const MESSAGES = "/monitoring/messages";

/** STATISTICS - Messages, in words. */
export function tellMessages(told: Told, { sentence, account, zone, now }: Heading): Report {
  const { t, formats, figures } = told;
  const telling: Telling = {
    ...told,
    cells: cellsOf(formats),
    to: (query) => `${MESSAGES}?${writeQuery(messageDataset, query)}`,
    rated: sumOf(figures.total.byStatus, RATED).messages,
  };
  const sections = [
    tellStatuses(telling),
    ...tellSeries(telling),
    ...(tellComparison(telling) ?? []),
    tellSummary(telling),
    ...(figures.total.confirmation.messages + figures.total.processing.messages > 0 ? [tellTimes(telling)] : []),
    ...(sumOf(figures.total.byStatus, ["delivered"]).messages > 0 ? [tellDelays(telling)] : []),
    ...DIMENSIONS.flatMap((of) => tellSplit(telling, of) ?? []),
    weekSection({
      ...{ t, cells: telling.cells, intro: t("statistics.weekIntro"), unit: t("statistics.unitMessages") },
      figures: figures.week.map(({ weekday, hour, messages }) => ({ weekday, hour, value: messages })),
      to: (place) => telling.to(rowsOfWeek(told.query, place)),
    }),
  ];
  return {
    name: "statistics-messages",
    title: t("statistics.messagesTitle"),
    isEmpty: sumOf(figures.total.byStatus).messages === 0,
    sentence,
    facts: [
      { label: t("statistics.account"), value: account },
      { label: t("statistics.zone"), value: zone },
      { label: t("statistics.made"), value: formats.time(now) },
    ],
    headline: headlineOf(telling),
    sections,
    notes: [
      t("statistics.noteRates"),
      t("statistics.noteMarks", { standard: formats.share(STANDARD), acceptable: formats.share(ACCEPTABLE) }),
      t("statistics.noteTimes"),
      t("statistics.notePercentiles"),
      t("statistics.noteClicks"),
      t("statistics.noteOperator"),
    ],
  };
}

function headlineOf({ t, formats, cells, to, query, figures, rated }: Telling): Headline[] {
  const { byStatus, confirmation } = figures.total;
  const all = sumOf(byStatus);
  const delivered = sumOf(byStatus, ["delivered"]).messages;
  const failed = sumOf(byStatus, FAILED).messages;
  const unsent = sumOf(byStatus, UNSENT).messages;
  const of = (part: number, whole: number) =>
    t("statistics.partOf", { part: formats.integer(part), whole: formats.integer(whole) });
  const tone = toneOf(delivered, rated);
  // Of a share of failures what is left is held against the same marks.
  const errorTone = toneOf(rated - failed, rated);
  const mark = (tone: Headline["tone"]) => (tone ? ` · ${t(`statistics.mark.${tone}`)}` : "");
  const within = delayPercentile(confirmation, 0.95);
  const clicked = rowsVisitedBy(query, "person");
  return [
    {
      label: t("statistics.messages"),
      value: cells.count(all.messages, to(query)),
      ...(unsent > 0 ? { note: t("statistics.unsentOf", { count: unsent, shown: formats.integer(unsent) }) } : {}),
    },
    {
      label: t("statistics.deliveredRate"),
      value: cells.share(delivered, rated, to(rowsOfStatuses(query, ["delivered"]))),
      note: of(delivered, rated) + mark(tone),
      tone,
    },
    {
      label: t("statistics.errorRate"),
      value: cells.share(failed, rated, to(rowsOfStatuses(query, FAILED))),
      note: of(failed, rated) + mark(errorTone),
      tone: errorTone,
    },
    {
      label: t("statistics.confirmationTime"),
      value: cells.duration(delayPercentile(confirmation, 0.5), to(rowsConfirmed(query))),
      note:
        within === null
          ? t("statistics.noneConfirmed")
          : t("statistics.halfAndMost", {
              most: formats.duration(within),
              average: formats.duration(averageDelay(confirmation)!),
            }),
    },
    {
      label: t("statistics.credits"),
      value: cells.credits(all.credits, to(query)),
      note: t("statistics.segmentsOf", { count: all.segments, shown: formats.integer(all.segments) }),
    },
    ...(all.clicks + all.robotClicks > 0
      ? [
          {
            label: t("statistics.clickThrough"),
            value: cells.share(all.clicked, delivered, clicked && to(clicked)),
            note: t("statistics.clickedOf", { part: formats.integer(all.clicked), whole: formats.integer(delivered) }),
          },
        ]
      : []),
  ];
}
