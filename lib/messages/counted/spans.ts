import { dayOf, endOf, type Period, plusDays } from "@/lib/dataset/period";

/*
 * Which whole days and months a period has, and what is left over at its edges.
 */

/** From a minute to before another, or from a day to before another. */
export type Range = { from: string; to: string };

/** Local days, both included; null where a period has no whole one. What it has besides, from a minute to before another. */
export type Parts = { days: { first: string; last: string } | null; edges: Range[] };

export function partsOf(period: Period): Parts {
  const [from, to] = [minuteOf(period.from), minuteOf(endOf(period))];
  const first = from === `${dayOf(from)}T00:00` ? dayOf(from) : plusDays(dayOf(from), 1);
  const last = plusDays(dayOf(to), -1);
  if (last < first) return { days: null, edges: [{ from, to }] };
  const edges = [
    { from, to: `${first}T00:00` },
    { from: `${plusDays(last, 1)}T00:00`, to },
  ];
  return { days: { first, last }, edges: edges.filter((edge) => edge.from < edge.to) };
}

const minuteOf = (local: string) => (local.length === 10 ? `${local}T00:00` : local);

export const isIn = (days: Parts["days"], day: string) => days !== null && days.first <= day && day <= days.last;

/** The first day of a day's month, and of the one after. */
export const firstOf = (day: string) => `${day.slice(0, 7)}-01`;
export const nextOf = (day: string) => firstOf(plusDays(`${day.slice(0, 7)}-28`, 4));

type Spans = Record<"day" | "month" | "less", readonly string[]>;

/**
 * Which days and which months, by their first days, are read as they are counted; of a month that is in the question
 * with most of its days the others are taken off: `less`.
 * @param gaps days that are not counted, also those in the rest of the first and the last month.
 */
export function spansOf(days: Parts["days"], gaps: readonly string[], daily: boolean): Spans {
  const spans = { day: [] as string[], month: [] as string[], less: [] as string[] };
  if (!days) return spans;
  for (let month = firstOf(days.first); month <= days.last; month = nextOf(month)) {
    const all: string[] = [];
    for (let day = month; day < nextOf(month); day = plusDays(day, 1)) all.push(day);
    const [asked, others] = [all.filter((day) => isIn(days, day)), all.filter((day) => !isIn(days, day))];
    if (daily || others.length >= asked.length || gaps.some((gap) => all.includes(gap)))
      spans.day.push(...asked.filter((day) => !gaps.includes(day)));
    else {
      spans.month.push(month);
      spans.less.push(...others);
    }
  }
  return spans;
}
