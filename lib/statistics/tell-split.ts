import type { ChartColor, Pattern } from "@/lib/dataset/chart";
import type { MessageQuery } from "@/lib/messages/dataset";
import { type Delays, delayPercentile } from "@/lib/messages/delays";
import type { Dimension } from "@/lib/messages/dimensions";
import { FAILED, type Status } from "@/lib/messages/status";
import type { ByStatus } from "./figures";
import { PATTERN_OF } from "./patterns";
import type { Cell, Section, TableColumn, TableRow } from "./report";
import { rowsConfirmed, rowsOfOthers, rowsOfStatuses, rowsOfValue } from "./rows-of";
import { OUTCOMES, type Outcome, RATED, sumOf } from "./sums";
import type { Telling } from "./tell-messages";

/** A value of a dimension, or what is left: how it is called, and the question for its rows. */
type Part = { key: string; label: string; rows: MessageQuery; byStatus: ByStatus; delays: Delays };

/** Messages by one dimension; null where all have the same nothing. */
export function tellSplit(telling: Telling, of: Dimension): Section | null {
  const parts = partsOf(telling, of);
  const { t, figures } = telling;
  if (parts.length === 0 || (parts.length === 1 && figures.splits[of].top[0]?.value === null)) return null;
  const title = t(`statistics.split.${of}`);
  const { columns, cellsOf, series } = of === "reason" ? failures(telling) : outcomes(telling);
  const all: Part = {
    ...{ key: "total", label: t("statistics.total"), rows: about(telling, of) },
    ...{ byStatus: figures.total.byStatus, delays: figures.total.confirmation },
  };
  return {
    key: of,
    title,
    ...(of === "operator" ? { intro: t("statistics.noteOperator") } : {}),
    chart: {
      kind: "ranked",
      title,
      unit: t("statistics.unitMessages"),
      valueKind: "integer",
      labels: parts.map(({ label }) => label),
      series: series
        .map(({ key, label, color, pattern, statuses }) => ({
          ...{ key, label, color, pattern },
          values: parts.map(({ byStatus }) => sumOf(byStatus, statuses).messages),
        }))
        .filter(({ values }) => values.some((value) => value > 0)),
    },
    table: {
      columns: [{ key: of, label: t(`field.${of}`), kind: "text" }, ...columns],
      rows: parts.map((part) => rowOf(telling, part, cellsOf(part))),
      total: rowOf(telling, all, cellsOf(all)),
    },
  };
}

const rowOf = ({ cells }: Telling, { key, label }: Part, values: Cell[]): TableRow => ({
  key,
  cells: [cells.text(label), ...values],
});

/** Reasons are of failures. */
const about = ({ query }: Telling, of: Dimension): MessageQuery =>
  of === "reason" ? rowsOfStatuses(query, FAILED) : query;

function partsOf(telling: Telling, of: Dimension): Part[] {
  const { t, formats, nameOf, figures } = telling;
  const { top, others } = figures.splits[of];
  const rows = about(telling, of);
  const told = top.map(
    ({ value, byStatus, confirmation }): Part => ({
      key: value ?? "",
      label: value === null ? t(`nothingOf.${of}`) : nameOf(of, value),
      rows: rowsOfValue(rows, of, value),
      byStatus,
      delays: confirmation,
    }),
  );
  if (!others) return told;
  const rest: Part = {
    key: "others",
    label: t("statistics.others", { count: others.values, shown: formats.integer(others.values) }),
    rows: rowsOfOthers(
      rows,
      of,
      top.map(({ value }) => value),
    ),
    byStatus: others.byStatus,
    delays: others.confirmation,
  };
  return [...told, rest];
}

type Bar = { key: string; label: string; color: ChartColor; pattern: Pattern; statuses: readonly Status[] };
type Shape = { columns: TableColumn[]; cellsOf(part: Part): Cell[]; series: Bar[] };

const LOOK: Record<Outcome, { color: ChartColor; pattern: Pattern }> = {
  delivered: { color: "delivered", pattern: "solid" },
  failed: { color: "rejected", pattern: "crossed" },
  underWay: { color: "sent", pattern: "rising" },
  unsent: { color: "test", pattern: "open" },
};

function outcomes({ t, formats, cells, to, figures }: Telling): Shape {
  const names = (Object.keys(OUTCOMES) as Outcome[]).filter(
    (name) => sumOf(figures.total.byStatus, OUTCOMES[name]).messages > 0,
  );
  const label = (name: Outcome) => (name === "delivered" ? t("status.delivered") : t(`statistics.${name}`));
  return {
    series: names.map((name) => ({ key: name, label: label(name), ...LOOK[name], statuses: OUTCOMES[name] })),
    columns: [
      { key: "messages", label: t("statistics.messages"), kind: "integer" },
      ...names.map((name): TableColumn => ({ key: name, label: label(name), kind: "integer" })),
      { key: "rate", label: t("statistics.deliveredRate"), kind: "share" },
      { key: "median", label: t("statistics.median"), kind: "duration" },
      { key: "p95", label: t("statistics.within", { share: formats.share(0.95) }), kind: "duration" },
      { key: "credits", label: t("column.credits"), kind: "decimal" },
    ],
    cellsOf: ({ rows, byStatus, delays }) => {
      const all = sumOf(byStatus);
      const delivered = sumOf(byStatus, ["delivered"]).messages;
      return [
        cells.count(all.messages, to(rows)),
        ...names.map((name) =>
          cells.count(sumOf(byStatus, OUTCOMES[name]).messages, to(rowsOfStatuses(rows, OUTCOMES[name]))),
        ),
        cells.share(delivered, sumOf(byStatus, RATED).messages),
        cells.duration(delayPercentile(delays, 0.5), to(rowsConfirmed(rows))),
        cells.duration(delayPercentile(delays, 0.95), to(rowsConfirmed(rows))),
        cells.credits(all.credits, to(rows)),
      ];
    },
  };
}

function failures({ t, cells, to, figures }: Telling): Shape {
  const present = FAILED.filter((status) => figures.total.byStatus[status]);
  const failed = sumOf(figures.total.byStatus, FAILED).messages;
  return {
    series: present.map((status) => ({
      key: status,
      label: t(`status.${status}`),
      color: status,
      pattern: PATTERN_OF[status],
      statuses: [status],
    })),
    columns: [
      { key: "messages", label: t("statistics.failed"), kind: "integer" },
      { key: "share", label: t("statistics.share"), kind: "share" },
      ...present.map((status): TableColumn => ({ key: status, label: t(`status.${status}`), kind: "integer", status })),
    ],
    cellsOf: ({ rows, byStatus }) => {
      const { messages } = sumOf(byStatus, FAILED);
      return [
        cells.count(messages, to(rows)),
        cells.share(messages, failed),
        ...present.map((status) => cells.count(byStatus[status]?.messages ?? 0, to(rowsOfStatuses(rows, [status])))),
      ];
    },
  };
}
