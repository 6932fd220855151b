import { type ClickQuery, clickDataset } from "@/lib/clicks/dataset";
import type { ChartColor, Pattern, RankChart, Series } from "@/lib/dataset/chart";
import { writeQuery } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import { delayPercentile } from "@/lib/messages/delays";
import type { Texts } from "@/lib/texts";
import { type Cells, cellsOf } from "../cells";
import type { Step } from "../figures";
import type { Headline, Report, Section, Table, TableRow } from "../report";
import { stepLabel } from "../step-label";
import type { TimeStep } from "../steps";
import type { Heading } from "../tell-messages";
import { weekSection } from "../week-section";
import { DIMENSIONS, type Dimension, type Figures, type Visits } from "./figures";
import { otherVisits, visitsBy, visitsByRule, visitsInStep, visitsInWeek, visitsOf } from "./rows-of";
import { tellSince } from "./tell-since";
import { toldApart } from "./told-apart";

export type Told = {
  t: Texts;
  formats: Formats;
  /** How a value of a dimension is called. */
  nameOf(of: Dimension, value: string): string;
  query: ClickQuery;
  step: Step;
  steps: readonly TimeStep[];
  figures: Figures;
};
export type Telling = Told & { cells: Cells; to(query: ClickQuery): string; total: Visits };

const VISITS = "/monitoring/clicks";

/** STATISTICS - Clicks, in words. */
export function tellClicks(told: Told, { sentence, account, zone, now }: Heading): Report {
  const { t, formats, figures } = told;
  const sum = (who: keyof Visits) => figures.series.reduce((all, point) => all + point[who], 0);
  const telling: Telling = {
    ...told,
    cells: cellsOf(formats),
    to: (query) => `${VISITS}?${writeQuery(clickDataset, query)}`,
    total: { people: sum("people"), robots: sum("robots") },
  };
  return {
    name: "statistics-clicks",
    title: t("statistics.clicksTitle"),
    isEmpty: telling.total.people + telling.total.robots === 0,
    sentence,
    facts: [
      { label: t("statistics.account"), value: account },
      { label: t("statistics.zone"), value: zone },
      { label: t("statistics.made"), value: formats.time(now) },
    ],
    headline: headlineOf(telling),
    sections: [
      tellSeries(telling),
      tellRules(telling),
      ...(figures.since.messages > 0 ? [tellSince(telling)] : []),
      ...DIMENSIONS.flatMap((of) => tellSplit(telling, of) ?? []),
      weekSection({
        ...{ t, cells: telling.cells, intro: t("statistics.weekVisits"), unit: t("statistics.unitVisits") },
        figures: figures.week.map(({ weekday, hour, visits }) => ({ weekday, hour, value: visits })),
        to: (place) => telling.to(visitsInWeek(told.query, place)),
      }),
    ],
    notes: [t("statistics.noteVisits"), t("statistics.noteRobots"), t("statistics.notePercentiles")],
  };
}

function headlineOf({ t, formats, cells, to, query, total, figures }: Telling): Headline[] {
  const all = total.people + total.robots;
  const half = delayPercentile(figures.since, 0.5);
  const most = delayPercentile(figures.since, 0.9);
  return [
    { label: t("statistics.visits"), value: cells.count(total.people, to(visitsBy(query, "person"))) },
    {
      label: t("statistics.robotVisits"),
      value: cells.count(total.robots, to(visitsBy(query, "robot"))),
      note: t("statistics.shareOf", { share: formats.percent(total.robots, all), whole: formats.integer(all) }),
    },
    {
      label: t("statistics.clickedMessages"),
      value: cells.count(figures.clickedMessages, to(visitsBy(query, "person"))),
      note: t("statistics.clickedMessagesNote"),
    },
    ...(half !== null && most !== null
      ? [
          {
            label: t("statistics.sinceTitle"),
            value: cells.duration(half),
            note: t("statistics.halfAndNine", { most: formats.duration(most) }),
          },
        ]
      : []),
  ];
}

const LOOK: Record<keyof Visits, { color: ChartColor; pattern: Pattern }> = {
  people: { color: "accent", pattern: "solid" },
  robots: { color: "soft", pattern: "rising" },
};
const WHO = ["people", "robots"] as const;

function bars({ t, total }: Telling, values: readonly Visits[]): Series[] {
  return WHO.filter((who) => total[who] > 0).map((who) => ({
    key: who,
    label: t(`statistics.${who}`),
    ...LOOK[who],
    values: values.map((each) => each[who]),
  }));
}

/** A name, visits of people, of robots, and both. */
function rowOf({ cells, to }: Telling, key: string, label: string, visits: Visits, rows: ClickQuery): TableRow {
  return {
    key,
    cells: [
      cells.text(label),
      cells.count(visits.people, to(visitsBy(rows, "person"))),
      cells.count(visits.robots, to(visitsBy(rows, "robot"))),
      cells.count(visits.people + visits.robots, to(rows)),
    ],
  };
}

function tableOf(telling: Telling, first: { key: string; label: string }, rows: TableRow[]): Table {
  const { t, query, total } = telling;
  return {
    columns: [
      { ...first, kind: "text" },
      { key: "people", label: t("statistics.people"), kind: "integer" },
      { key: "robots", label: t("statistics.robots"), kind: "integer" },
      { key: "visits", label: t("statistics.allVisits"), kind: "integer" },
    ],
    rows,
    total: rowOf(telling, "total", t("statistics.total"), total, query),
  };
}

function tellSeries(telling: Telling): Section {
  const { t, formats, query, step, steps, figures } = telling;
  const points = new Map(figures.series.map((point) => [point.at, point]));
  const visits = steps.map(({ at }): Visits => points.get(at) ?? { people: 0, robots: 0 });
  const labels = steps.map((each) => stepLabel(formats, step, query.period, each));
  const title = t(`statistics.visitsBy.${step}`);
  const rows = steps.map((each, index) =>
    rowOf(telling, each.at, labels[index]!, visits[index]!, visitsInStep(query, each)),
  );
  return {
    key: "visits",
    title,
    chart: {
      ...{ kind: "stacked", title, unit: t("statistics.unitVisits"), valueKind: "integer", labels },
      series: bars(telling, visits),
    },
    table: tableOf(telling, { key: "at", label: t(`by.${step}`) }, rows),
  };
}

/** People against robots, by the rule that said so. */
function tellRules({ t, cells, to, query, total, figures }: Telling): Section {
  const all = total.people + total.robots;
  const title = t("statistics.byRule");
  return {
    key: "rule",
    title,
    intro: t("statistics.byRuleIntro"),
    table: {
      columns: [
        { key: "rule", label: t("field.rule"), kind: "text" },
        { key: "who", label: t("field.who"), kind: "text" },
        { key: "visits", label: t("statistics.allVisits"), kind: "integer" },
        { key: "share", label: t("statistics.share"), kind: "share" },
      ],
      rows: figures.rules.map(({ rule, visits }) => ({
        key: rule,
        cells: [
          cells.text(t(`rule.${rule}`)),
          cells.text(t(`who.${rule === "person" ? "person" : "robot"}`)),
          cells.count(visits, to(visitsByRule(query, rule))),
          cells.share(visits, all),
        ],
      })),
      total: {
        key: "total",
        cells: [cells.text(t("statistics.total")), cells.text(""), cells.count(all, to(query)), cells.share(all, all)],
      },
    },
  };
}

function tellSplit(telling: Telling, of: Dimension): Section | null {
  const { t, formats, query, figures, nameOf } = telling;
  const { top, others } = figures.splits[of];
  if (top.length === 0 || (top.length === 1 && top[0]!.value === null)) return null;
  const rows = top.map(({ value, ...visits }) => {
    const label = value === null ? t(`nothingOf.${of}`) : nameOf(of, value);
    return rowOf(telling, value ?? "", label, visits, visitsOf(query, of, value));
  });
  if (others) {
    const label = t("statistics.others", { count: others.values, shown: formats.integer(others.values) });
    const rest = otherVisits(
      query,
      of,
      top.map(({ value }) => value),
    );
    rows.push(rowOf(telling, "others", label, others, rest));
  }
  const title = t(`statistics.splitVisits.${of}`);
  const chart: RankChart = {
    ...{ kind: "ranked", title, unit: t("statistics.unitVisits"), valueKind: "integer" },
    labels: toldApart(rows.map(({ cells }) => cells[0]!.text)),
    series: bars(telling, [...top, ...(others ? [others] : [])]),
  };
  return { key: of, title, chart, table: tableOf(telling, { key: of, label: t(`field.${of}`) }, rows) };
}
