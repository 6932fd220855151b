import { WEEKDAYS } from "@/lib/messages/dataset";
import type { Texts } from "@/lib/texts";
import type { Cells } from "./cells";
import type { Cell, Section } from "./report";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Hour of the day by day of the week, as the account's clock showed them. */
export function weekSection({
  t,
  cells,
  intro,
  unit,
  figures,
  to,
}: {
  t: Texts;
  cells: Cells;
  intro: string;
  unit: string;
  /** Only those that are not zero. */
  figures: readonly { weekday: number; hour: number; value: number }[];
  /** The rows of an hour of a weekday; of a whole day or of the hour of every day, where one is left out. */
  to(place: { weekday?: number; hour?: number }): string;
}): Section {
  const days = WEEKDAYS.map(Number);
  const of = new Map(figures.map(({ weekday, hour, value }) => [weekday * 24 + hour, value]));
  const at = (weekday: number, hour: number) => of.get(weekday * 24 + hour) ?? 0;
  const sum = (hours: readonly number[], days: readonly number[]) =>
    days.reduce((all, weekday) => hours.reduce((sum, hour) => sum + at(weekday, hour), all), 0);
  const name = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const row = (label: string, hours: readonly number[], hour?: number): Cell[] => [
    cells.text(label),
    ...days.map((weekday) => cells.count(sum(hours, [weekday]), to({ weekday, hour }))),
    cells.count(sum(hours, days), to({ hour })),
  ];
  return {
    key: "week",
    title: t("statistics.week"),
    intro,
    chart: {
      ...{ kind: "matrix", title: t("statistics.week"), unit, valueKind: "integer", color: "accent" },
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
