import { withFilter } from "@/lib/dataset/dataset";
import type { Exception, Span } from "@/lib/dataset/report-fields";
import { type MessageQuery, WEEKDAYS } from "@/lib/messages/dataset";
import type { Dimension } from "@/lib/messages/dimensions";
import { STATUSES, type Status } from "@/lib/messages/status";
import type { TimeStep } from "./steps";

/*
 * The question in MONITORING that lists exactly the rows a figure counts: the report's own question, narrowed. A figure
 * of nothing has no such question, and no link.
 */

export const rowsOfStatuses = (query: MessageQuery, statuses: readonly Status[]): MessageQuery => {
  const asked = query.filter.status ?? STATUSES;
  return withFilter(query, {
    status: STATUSES.filter((status) => statuses.includes(status) && asked.includes(status)),
  });
};

export const rowsOfStep = (query: MessageQuery, { period }: TimeStep): MessageQuery => ({
  ...query,
  period,
  page: null,
});

/** @param value null: the messages that have none. */
export function rowsOfValue(query: MessageQuery, of: Dimension, value: string | null): MessageQuery {
  if (value === null) {
    if (of === "sender") throw new Error("Every message has a sender.");
    return withFilter(query, { without: [...new Set([...(query.filter.without ?? []), of])] });
  }
  switch (of) {
    case "country":
    case "operator":
      return withFilter(query, { [of]: [value] });
    case "campaign":
    case "gateway":
      return withFilter(query, { [of]: [Number(value)] });
    case "sender":
    case "label":
      return withFilter(query, { [of]: value });
    case "reason":
      return withFilter(query, { reason: [value as NonNullable<MessageQuery["filter"]["reason"]>[number]] });
  }
}

/** All but the values that are told by themselves. */
export function rowsOfOthers(query: MessageQuery, of: Dimension, told: readonly (string | null)[]): MessageQuery {
  const exceptions = told.map((value): Exception<Dimension> => ({ of, value: value ?? "" }));
  const before = (query.filter.except ?? []).filter(
    (each) => !exceptions.some(({ of, value }) => each.of === of && each.value === value),
  );
  return withFilter(query, { except: [...before, ...exceptions] });
}

/** Either may be left out: a whole day of the week, an hour of every day. */
export const rowsOfWeek = (query: MessageQuery, { weekday, hour }: { weekday?: number; hour?: number }): MessageQuery =>
  withFilter(query, {
    ...(weekday === undefined ? {} : { weekday: [WEEKDAYS[weekday - 1]!] }),
    ...(hour === undefined ? {} : { hour: [String(hour)] }),
  });

const ANY_TIME: Span = { from: 0, to: null };

/** Confirmed as delivered, and known when. */
export const rowsConfirmed = (query: MessageQuery): MessageQuery => rowsOfDelay(query, ANY_TIME);

/** Delivered within a span of seconds after sending; "none": delivered, nobody knows when. */
export const rowsOfDelay = (query: MessageQuery, delay: Span): MessageQuery =>
  withFilter(rowsOfStatuses(query, ["delivered"]), { delay: spanWithin(delay, query.filter.delay) });

const SENT = STATUSES.filter((status) => status !== "test" && status !== "duplicate");

/** Handed over, and known when. */
export const rowsHandedOver = (query: MessageQuery): MessageQuery =>
  withFilter(rowsOfStatuses(query, SENT), { processing: spanWithin(ANY_TIME, query.filter.processing) });

/** The part of a span that was asked for; of one that begins elsewhere there are no rows, and nothing links to it. */
export function spanWithin(span: Span, asked: Span | undefined): Span {
  if (asked === undefined || asked === "none" || span === "none") return span;
  const ends = [span.to, asked.to].filter((to) => to !== null);
  return { from: Math.max(span.from, asked.from), to: ends.length > 0 ? Math.min(...ends) : null };
}

/** Where other kinds were asked for, no question is about those of them that were visited so, too: null. */
export const rowsVisitedBy = (query: MessageQuery, who: "person" | "robot"): MessageQuery | null =>
  query.filter.clicked === undefined || query.filter.clicked.includes(who)
    ? withFilter(query, { clicked: [who] })
    : null;

export const rowsWithoutReceipt = (query: MessageQuery): MessageQuery =>
  withFilter(rowsOfStatuses(query, SENT), { receipt: ["none"] });
