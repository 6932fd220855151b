import type { Delays } from "@/lib/messages/delays";
import type { Status } from "@/lib/messages/status";
import type { ByStatus, SeriesPoint, Step, Sums } from "./figures";

/* What was read is put together alike, wherever it came from. */

/** Sums of one status. */
export type Counted = { status: Status } & Sums;

/** How a step is named, as a format of Postgres. */
export const WRITTEN: Record<Step, string> = {
  hour: 'YYYY-MM-DD"T"HH24:MI',
  day: "YYYY-MM-DD",
  week: "YYYY-MM-DD",
  month: "YYYY-MM-DD",
};

/** @param rows in the order of their steps. */
export const seriesOf = (rows: readonly (Counted & { at: string })[]): SeriesPoint[] =>
  [...grouped(rows, ({ at }) => at)].map(([at, counted]) => ({ at, byStatus: byStatus(counted) }));

export function delaysOf(rows: readonly { class: number | null; messages: number; ms: number }[]): Delays {
  const known = rows.filter((row): row is { class: number; messages: number; ms: number } => row.class !== null);
  return {
    messages: known.reduce((sum, { messages }) => sum + messages, 0),
    sumMs: known.reduce((sum, { ms }) => sum + ms, 0),
    classes: new Map(known.map((row) => [row.class, row.messages])),
  };
}

/** What is left of a whole without its parts. */
export function without(whole: Delays, parts: readonly Delays[]): Delays {
  const classes = new Map(whole.classes);
  for (const part of parts)
    for (const [number, amount] of part.classes) classes.set(number, (classes.get(number) ?? 0) - amount);
  return {
    messages: parts.reduce((rest, { messages }) => rest - messages, whole.messages),
    sumMs: parts.reduce((rest, { sumMs }) => rest - sumMs, whole.sumMs),
    classes: new Map([...classes].filter(([, amount]) => amount > 0)),
  };
}

export function byStatus(rows: readonly Counted[]): ByStatus {
  return Object.fromEntries(
    rows.map(({ status, messages, segments, credits, clicked, clicks, robotClicks }) => [
      status,
      { messages, segments, credits, clicked, clicks, robotClicks },
    ]),
  );
}

export function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
