import type { Dataset, Fields, RawParams, Reading } from "./dataset";
import { dayOf, isLocal, type Period } from "./period";

/*
 * Between the plain form and the address. A form without JavaScript can only send its inputs: exact dates in four of
 * them, empty filters, one `fields` per tick. The address that is kept, shared and exported has `period=from..to` only.
 */

/** The word of the period's list that says: the dates beside it. */
export const CUSTOM = "custom";

/** What the four inputs hold, as typed: `2026-03-29`, `14:05`; a time may be empty. */
export type ExactDates = { from: string; fromTime: string; to: string; toTime: string };
const EXACT = ["from", "fromTime", "to", "toTime"] as const;

export type Asked = {
  /** The question in the address's own words; still to be read. */
  params: URLSearchParams;
  /** It came out of the form, so the reader is sent on to its address. */
  fromForm: boolean;
  /** The dates as typed, where the form asked for exact ones. */
  exact: ExactDates | null;
};

/** Turns what a form sends into the address's words. Dates that cannot be put together stay unreadable, never a default. */
export function readForm(raw: RawParams): Asked {
  const params = new URLSearchParams();
  const pairs = raw instanceof URLSearchParams ? [...raw] : Object.entries(raw).flatMap(pairsOf);
  for (const [key, value] of pairs) if (value.trim() !== "") params.append(key, value.trim());
  const asksExact = params.get("period") === CUSTOM;
  const fromForm = asksExact || pairs.some(([key]) => EXACT.some((each) => each === key));
  const typed = Object.fromEntries(EXACT.map((key) => [key, params.get(key) ?? ""])) as ExactDates;
  for (const key of EXACT) params.delete(key);
  if (asksExact) params.set("period", periodOf(typed));
  return { params, fromForm, exact: asksExact ? typed : null };
}

const pairsOf = ([key, value]: [string, string | string[] | undefined]): [string, string][] =>
  [value ?? []].flat().map((each) => [key, each]);

/** Days, or minutes as soon as one time is given: the other is then the day's first or last. */
function periodOf({ from, fromTime, to, toTime }: ExactDates): string {
  if (!fromTime && !toTime) return `${from}..${to}`;
  return `${from}T${clock(fromTime, "00:00")}..${to}T${clock(toTime, "23:59")}`;
}

/** Some browsers send seconds. */
const clock = (typed: string, instead: string) => typed.replace(/^(\d\d:\d\d):\d\d$/, "$1") || instead;

/** The four inputs of a period, read or not: choosing "exact dates" begins with what is shown, and typed dates stay. */
export function exactDates(text: string, shown: Period): ExactDates {
  const [from = "", to = "", ...more] = text.includes("..") ? text.split("..") : [shown.from, shown.to];
  const parts = (local: string): [string, string] => [dayOf(local), local.slice(11)];
  const [[fromDay, fromTime], [toDay, toTime]] = [parts(from), parts(more.length > 0 ? "" : to)];
  return { from: fromDay, fromTime, to: toDay, toTime };
}

/** Why a period cannot be read: a key of the texts `unreadable.*`. */
export function periodFault(text: string): "period" | "periodDay" | "periodTime" | "periodOrder" | "periodLong" {
  const [from, to, ...more] = text.split("..");
  if (from === undefined || to === undefined || more.length > 0) return "period";
  if (![from, to].every((local) => isLocal(dayOf(local)))) return "periodDay";
  if (![from, to].every(isLocal) || from.length !== to.length) return "periodTime";
  return from > to ? "periodOrder" : "periodLong";
}

/** What each input shows: what the question says, and of what could not be read what was typed. */
export function formValues<F extends Fields, C extends string, S extends string>(
  dataset: Dataset<F, C, S>,
  params: URLSearchParams,
  { query }: Reading<F, C, S>,
): Record<keyof F, readonly string[]> {
  const values = Object.entries(dataset.fields).map(([key, field]) => {
    const value = query.filter[key];
    return [key, value === undefined ? params.getAll(key) : field.write(value)];
  });
  return Object.fromEntries(values);
}
