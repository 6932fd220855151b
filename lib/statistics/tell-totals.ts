import type { Series } from "@/lib/dataset/chart";
import { FAILED, PENDING, STATUSES } from "@/lib/messages/status";
import { NOTHING } from "./cells";
import type { Total } from "./figures";
import { PATTERN_OF } from "./patterns";
import type { Cell, Section } from "./report";
import { rowsOfStatuses, rowsVisitedBy, rowsWithoutReceipt } from "./rows-of";
import { RATED, sumOf } from "./sums";
import type { Telling } from "./tell-messages";

/** Each status with its messages, segments and credits. */
export function tellStatuses({ t, cells, to, query, figures }: Telling): Section {
  const { byStatus } = figures.total;
  const present = STATUSES.filter((status) => byStatus[status]);
  const all = sumOf(byStatus);
  const series = present.map(
    (status, place): Series => ({
      key: status,
      label: t(`status.${status}`),
      color: status,
      pattern: PATTERN_OF[status],
      values: present.map((_, index) => (index === place ? byStatus[status]!.messages : null)),
    }),
  );
  return {
    key: "status",
    title: t("statistics.byStatus"),
    chart: {
      kind: "ranked",
      title: t("statistics.byStatus"),
      unit: t("statistics.unitMessages"),
      valueKind: "integer",
      labels: present.map((status) => t(`status.${status}`)),
      series,
    },
    table: {
      columns: [
        { key: "status", label: t("column.status"), kind: "text" },
        { key: "messages", label: t("statistics.messages"), kind: "integer" },
        { key: "share", label: t("statistics.share"), kind: "share" },
        { key: "segments", label: t("column.segments"), kind: "integer" },
        { key: "credits", label: t("column.credits"), kind: "decimal" },
      ],
      rows: present.map((status) => {
        const { messages, segments, credits } = byStatus[status]!;
        const rows = to(rowsOfStatuses(query, [status]));
        return {
          key: status,
          cells: [
            cells.text(t(`status.${status}`)),
            cells.count(messages, rows),
            cells.share(messages, all.messages),
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
          cells.share(all.messages, all.messages),
          cells.count(all.segments, to(query)),
          cells.credits(all.credits, to(query)),
        ],
      },
    },
  };
}

type Figure = { key: string; label: string; of(total: Total): Cell; share?(total: Total): Cell };

/** The figures of the whole; by choice beside those of the period before. */
export function tellSummary(telling: Telling): Section {
  const { t, cells, to, query, figures, previous, formats } = telling;
  const { byStatus } = figures.total;
  const any = sumOf(byStatus);
  const visited = (who: "person" | "robot") => {
    const rows = rowsVisitedBy(query, who);
    return rows && to(rows);
  };
  const rows = {
    all: to(query),
    delivered: to(rowsOfStatuses(query, ["delivered"])),
    failed: to(rowsOfStatuses(query, FAILED)),
    pending: to(rowsOfStatuses(query, PENDING)),
    rated: to(rowsOfStatuses(query, RATED)),
    silent: to(rowsWithoutReceipt(query)),
    clicked: visited("person"),
    robots: visited("robot"),
  };
  const rated = (total: Total) => sumOf(total.byStatus, RATED).messages;
  const messages = (statuses: Parameters<typeof sumOf>[1]) => (total: Total) =>
    sumOf(total.byStatus, statuses).messages;
  const part = (key: keyof typeof rows, label: string, of: (total: Total) => number, whole = rated): Figure => ({
    ...{ key, label },
    of: (total) => cells.count(of(total), total === figures.total ? rows[key] : null),
    share: (total) => cells.share(of(total), whole(total)),
  });
  const list: Figure[] = [
    part("rated", t("statistics.rated"), rated, (total) => sumOf(total.byStatus).messages),
    part("delivered", t("status.delivered"), messages(["delivered"])),
    part("failed", t("statistics.failed"), messages(FAILED)),
    part("pending", t("statistics.underWay"), messages(PENDING)),
    part("silent", t("statistics.silent"), ({ silent }) => silent),
    ...(any.clicks + any.robotClicks > 0
      ? [
          part("clicked", t("statistics.clicked"), (total) => sumOf(total.byStatus).clicked, messages(["delivered"])),
          {
            ...{ key: "clicks", label: t("statistics.visits") },
            of: (total: Total) =>
              cells.count(sumOf(total.byStatus).clicks, total === figures.total ? rows.clicked : null),
          },
          {
            ...{ key: "robotClicks", label: t("statistics.robotVisits") },
            of: (total: Total) =>
              cells.count(sumOf(total.byStatus).robotClicks, total === figures.total ? rows.robots : null),
          },
        ]
      : []),
    {
      ...{ key: "segments", label: t("column.segments") },
      of: (total) => cells.count(sumOf(total.byStatus).segments, total === figures.total ? rows.all : null),
    },
    {
      ...{ key: "credits", label: t("column.credits") },
      of: (total) => cells.credits(sumOf(total.byStatus).credits, total === figures.total ? rows.all : null),
    },
  ];
  const change = (now: Cell, before: Cell): Cell => {
    const [one, other] = [Number(now.value), Number(before.value)];
    if (other === 0) return NOTHING;
    const sign = one > other ? "+" : one < other ? "−" : "";
    return { text: `${sign}${formats.percent(Math.abs(one - other), other)}`, value: (one - other) / other };
  };
  return {
    key: "summary",
    title: t("statistics.summary"),
    intro: previous ? t("statistics.comparedWith", { period: previous.period }) : t("statistics.summaryIntro"),
    table: {
      columns: [
        { key: "figure", label: t("statistics.figure"), kind: "text" },
        { key: "value", label: t("statistics.value"), kind: "integer" },
        { key: "share", label: t("statistics.share"), kind: "share" },
        ...(previous
          ? ([
              { key: "before", label: t("statistics.before"), kind: "integer" },
              { key: "shareBefore", label: t("statistics.shareBefore"), kind: "share" },
              { key: "change", label: t("statistics.change"), kind: "share" },
            ] as const)
          : []),
      ],
      rows: list.map(({ key, label, of, share = () => NOTHING }) => {
        const now = of(figures.total);
        const cellsNow = [cells.text(label), now, share(figures.total)];
        if (!previous) return { key, cells: cellsNow };
        const before = of(previous.total);
        return { key, cells: [...cellsNow, before, share(previous.total), change(now, before)] };
      }),
    },
  };
}
