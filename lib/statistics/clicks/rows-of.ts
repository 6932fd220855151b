import type { ClickQuery, clickDataset } from "@/lib/clicks/dataset";
import { type FilterOf, withFilter } from "@/lib/dataset/dataset";
import type { Exception, Span } from "@/lib/dataset/report-fields";
import { WEEKDAYS } from "@/lib/messages/dataset";
import { spanWithin } from "../rows-of";
import type { TimeStep } from "../steps";
import type { Dimension } from "./figures";

/* The question in MONITORING - Clicks that lists exactly the visits a figure counts. */

type Filter = FilterOf<typeof clickDataset.fields>;
export type Who = NonNullable<Filter["who"]>[number];

export const visitsBy = (query: ClickQuery, who: Who): ClickQuery => withFilter(query, { who: [who] });

export const visitsInStep = (query: ClickQuery, { period }: TimeStep): ClickQuery => ({ ...query, period, page: null });

export const visitsByRule = (query: ClickQuery, rule: NonNullable<Filter["rule"]>[number]): ClickQuery =>
  withFilter(query, { rule: [rule] });

/** @param value null: the visits that have none. */
export function visitsOf(query: ClickQuery, of: Dimension, value: string | null): ClickQuery {
  if (value === null) return withFilter(query, { without: [...new Set([...(query.filter.without ?? []), of])] });
  return withFilter(query, { [of]: of === "target" || of === "campaign" ? [Number(value)] : [value] });
}

/** All but the values that are told by themselves. */
export function otherVisits(query: ClickQuery, of: Dimension, told: readonly (string | null)[]): ClickQuery {
  const exceptions = told.map((value): Exception<Dimension> => ({ of, value: value ?? "" }));
  const before = (query.filter.except ?? []).filter(
    (each) => !exceptions.some(({ of, value }) => each.of === of && each.value === value),
  );
  return withFilter(query, { except: [...before, ...exceptions] });
}

export const visitsInWeek = (query: ClickQuery, { weekday, hour }: { weekday?: number; hour?: number }): ClickQuery =>
  withFilter(query, {
    ...(weekday === undefined ? {} : { weekday: [WEEKDAYS[weekday - 1]!] }),
    ...(hour === undefined ? {} : { hour: [String(hour)] }),
  });

/** Of people, within a span of seconds after the delivery. */
export const visitsSince = (query: ClickQuery, since: Span): ClickQuery =>
  withFilter(visitsBy(query, "person"), { since: spanWithin(since, query.filter.since) });
