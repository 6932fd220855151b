import type { Series } from "@/lib/dataset/chart";
import { STATUSES } from "@/lib/messages/status";
import type { ByStatus } from "./figures";
import { PATTERN_OF } from "./patterns";
import type { Section } from "./report";
import { rowsOfStatuses, rowsOfStep } from "./rows-of";
import { stepLabel } from "./step-label";
import type { TimeStep } from "./steps";
import { sumOf } from "./sums";
import type { Telling } from "./tell-messages";

/** Messages over time by status, and their credits. */
export function tellSeries(telling: Telling): Section[] {
  const { t, formats, cells, to, query, step, steps, figures } = telling;
  const points = new Map(figures.series.map(({ at, byStatus }) => [at, byStatus]));
  const of = ({ at }: TimeStep): ByStatus => points.get(at) ?? {};
  const present = STATUSES.filter((status) => figures.total.byStatus[status]);
  const labels = steps.map((each) => stepLabel(formats, step, query.period, each));
  const series = (value: (byStatus: ByStatus, status: (typeof present)[number]) => number): Series[] =>
    present.map((status) => ({
      key: status,
      label: t(`status.${status}`),
      color: status,
      pattern: PATTERN_OF[status],
      values: steps.map((each) => value(of(each), status)),
    }));
  const time = { key: "at", label: t(`by.${step}`), kind: "text" as const };
  const all = sumOf(figures.total.byStatus);
  return [
    {
      key: "messages",
      title: t(`statistics.messagesBy.${step}`),
      chart: {
        kind: "stacked",
        title: t(`statistics.messagesBy.${step}`),
        unit: t("statistics.unitMessages"),
        valueKind: "integer",
        labels,
        series: series((byStatus, status) => byStatus[status]?.messages ?? 0),
      },
      table: {
        columns: [
          time,
          { key: "all", label: t("statistics.messages"), kind: "integer" },
          ...present.map((status) => ({
            key: status,
            label: t(`status.${status}`),
            kind: "integer" as const,
            status,
          })),
        ],
        rows: steps.map((each, index) => {
          const rows = rowsOfStep(query, each);
          return {
            key: each.at,
            cells: [
              cells.text(labels[index]!),
              cells.count(sumOf(of(each)).messages, to(rows)),
              ...present.map((status) =>
                cells.count(of(each)[status]?.messages ?? 0, to(rowsOfStatuses(rows, [status]))),
              ),
            ],
          };
        }),
        total: {
          key: "total",
          cells: [
            cells.text(t("statistics.total")),
            cells.count(all.messages, to(query)),
            ...present.map((status) =>
              cells.count(figures.total.byStatus[status]!.messages, to(rowsOfStatuses(query, [status]))),
            ),
          ],
        },
      },
    },
    {
      key: "credits",
      title: t(`statistics.creditsBy.${step}`),
      chart: {
        kind: "stacked",
        title: t(`statistics.creditsBy.${step}`),
        unit: t("statistics.unitCredits"),
        valueKind: "decimal",
        labels,
        // What never went out costs nothing and would be no more than a name in the legend.
        series: series((byStatus, status) => Number(byStatus[status]?.credits ?? 0)).filter(({ values }) =>
          values.some((value) => value !== 0),
        ),
      },
      table: {
        columns: [
          time,
          { key: "messages", label: t("statistics.messages"), kind: "integer" },
          { key: "segments", label: t("column.segments"), kind: "integer" },
          { key: "credits", label: t("column.credits"), kind: "decimal" },
        ],
        rows: steps.map((each, index) => {
          const { messages, segments, credits } = sumOf(of(each));
          const rows = to(rowsOfStep(query, each));
          return {
            key: each.at,
            cells: [
              cells.text(labels[index]!),
              cells.count(messages, rows),
              cells.count(segments, rows),
              cells.credits(credits, rows),
            ],
          };
        }),
        total: {
          key: "total",
          cells: [
            cells.text(t("statistics.total")),
            cells.count(all.messages, to(query)),
            cells.count(all.segments, to(query)),
            cells.credits(all.credits, to(query)),
          ],
        },
      },
    },
  ];
}
