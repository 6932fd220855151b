import { WEEKDAYS } from "@/lib/messages/dataset";
import type { Cell, Section } from "./report";
import { rowsOfWeek } from "./rows-of";
import type { Telling } from "./tell-messages";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Hour of the day by day of the week, as the account's clock showed them. */
export function tellWeek({ t, cells, to, query, figures }: Telling): Section {
  const days = WEEKDAYS.map(Number);
  const of = new Map(figures.week.map(({ weekday, hour, messages }) => [weekday * 24 + hour, messages]));
  const at = (weekday: number, hour: number) => of.get(weekday * 24 + hour) ?? 0;
  const sum = (hours: readonly number[], days: readonly number[]) =>
    days.reduce((all, weekday) => hours.reduce((sum, hour) => sum + at(weekday, hour), all), 0);
  const name = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const row = (label: string, hours: readonly number[], hour?: number): Cell[] => [
    cells.text(label),
    ...days.map((weekday) => cells.count(sum(hours, [weekday]), to(rowsOfWeek(query, { weekday, hour })))),
    cells.count(sum(hours, days), to(rowsOfWeek(query, { hour }))),
  ];
  return {
    key: "week",
    title: t("statistics.week"),
    intro: t("statistics.weekIntro"),
    chart: {
      kind: "matrix",
      title: t("statistics.week"),
      unit: t("statistics.unitMessages"),
      valueKind: "integer",
      color: "accent",
      rows: HOURS.map(name),
      columns: WEEKDAYS.map((day) => t(`weekdayShort.${day}`)),
      values: HOURS.map((hour) => days.map((weekday) => at(weekday, hour))),
    },
    table: {
      columns: [
        { key: "hour", label: t("field.hour"), kind: "text" },
        ...WEEKDAYS.map((day) => ({ key: day, label: t(`weekdayShort.${day}`), kind: "integer" as const })),
        { key: "all", label: t("statistics.total"), kind: "integer" },
      ],
      rows: HOURS.map((hour) => ({ key: String(hour), cells: row(name(hour), [hour], hour) })),
      total: { key: "total", cells: row(t("statistics.total"), HOURS) },
    },
  };
}
