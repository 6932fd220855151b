import { dayOf, endOf, inMinutes, localMinutes, type Period, plusDays } from "@/lib/dataset/period";
import { STEPS, type Step } from "./figures";

/** A piece of a period on the account's calendar; `at` names it as the figures do, `period` asks for exactly its rows. */
export type TimeStep = { at: string; period: Period };

/** By the hour it would be more than anybody reads. */
export const MOST_DAYS_BY_HOUR = 14;

/** What a period is cut into when nobody says: never more than about sixty pieces. */
export function usualStep(period: Period): Step {
  const days = daysIn(period);
  return days <= 2 ? "hour" : days <= 62 ? "day" : days <= 190 ? "week" : "month";
}

/** The steps that can be chosen for it. */
export const stepsFor = (period: Period): readonly Step[] =>
  daysIn(period) <= MOST_DAYS_BY_HOUR ? STEPS : STEPS.filter((step) => step !== "hour");

/** An hour by hour report of a long period would be read by nobody. */
export const isTooFine = (period: Period, by: readonly string[] | undefined): boolean =>
  by !== undefined && !stepsFor(period).some((step) => step === by[0]);

/** Local days it touches. */
export function daysIn({ from, to }: Period): number {
  return Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000) + 1;
}

/** All steps of a period in order, those without messages too. The first and the last may be cut by the period. */
export function timeSteps(asked: Period, step: Step, zone: string): TimeStep[] {
  const period = inMinutes(asked) ? shownIn(asked, zone) : asked;
  const names = step === "hour" ? hoursOf(period, zone) : daysOf(period).map((day) => beginOf(day, step));
  return [...new Set(names)].map((at) => ({ at, period: pieceOf(period, at, step) }));
}

/** As the clocks show it: a time that they skipped is later by what they skipped, as Postgres cuts it. */
function shownIn(period: Period, zone: string): Period {
  const clock = localMinutes(zone);
  const read = (local: string) => Date.parse(`${local}Z`);
  const offset = (at: number) => read(clock(new Date(at))) - at;
  const shown = (local: string) => {
    const [early, late] = [-DAY_MS, DAY_MS].map((aside) => clock(new Date(read(local) - offset(read(local) + aside))));
    return late === local ? late : early!;
  };
  const to = new Date(read(shown(endOf(period))) - 60_000).toISOString().slice(0, 16);
  return { ...period, from: shown(period.from), to };
}

const DAY_MS = 86_400_000;

function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let day = dayOf(from); day <= dayOf(to); day = plusDays(day, 1)) days.push(day);
  return days;
}

/** The first day of the day's week or month; weeks begin on Monday. */
function beginOf(day: string, step: Step): string {
  if (step === "month") return `${day.slice(0, 7)}-01`;
  const weekday = (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
  return step === "week" ? plusDays(day, -weekday) : day;
}

/**
 * The hours that the clocks of the zone show in the period: on a day of 23 hours one is missing, on a day of 25 one
 * lasts two. Quarter by quarter, for some clocks change by half an hour.
 */
function hoursOf(period: Period, zone: string): string[] {
  const clock = localMinutes(zone);
  const [first, last] = inMinutes(period) ? [period.from, period.to] : [`${period.from}T00:00`, `${period.to}T23:59`];
  const [from, to] = [`${first.slice(0, 13)}:00`, `${last.slice(0, 13)}:59`];
  const hours: string[] = [];
  // No zone is more than 15 hours from UTC.
  const [begin, end] = [Date.parse(`${from}Z`) - 15 * 3_600_000, Date.parse(`${to}Z`) + 15 * 3_600_000];
  for (let at = begin; at <= end; at += 15 * 60_000) {
    const local = clock(new Date(at));
    if (local >= from && local <= to) hours.push(`${local.slice(0, 13)}:00`);
  }
  return hours.sort();
}

function pieceOf(period: Period, at: string, step: Step): Period {
  const days = { from: dayOf(at), to: lastDayOf(at, step) };
  if (!inMinutes(period) && step !== "hour")
    return { preset: null, from: latest(days.from, period.from), to: earliest(days.to, period.to) };
  const [from, to] = step === "hour" ? [at, `${at.slice(0, 13)}:59`] : [`${days.from}T00:00`, `${days.to}T23:59`];
  if (!inMinutes(period)) return { preset: null, from, to };
  return { preset: null, from: latest(from, period.from), to: earliest(to, period.to) };
}

function lastDayOf(at: string, step: Step): string {
  if (step === "week") return plusDays(dayOf(at), 6);
  if (step === "month") return plusDays(beginOf(plusDays(dayOf(at), 31), "month"), -1);
  return dayOf(at);
}

const latest = (one: string, other: string) => (one > other ? one : other);
const earliest = (one: string, other: string) => (one < other ? one : other);

/** The period of the same length that ends where this one begins. */
export function previousPeriod(period: Period): Period {
  if (!inMinutes(period)) {
    const days = daysIn(period);
    return { preset: null, from: plusDays(period.from, -days), to: plusDays(period.from, -1) };
  }
  const minutes = (local: string) => Date.parse(`${local}Z`);
  const back = (local: string, by: number) => new Date(minutes(local) - by).toISOString().slice(0, 16);
  const length = minutes(endOf(period)) - minutes(period.from);
  return { preset: null, from: back(period.from, length), to: back(period.from, 60_000) };
}

/**
 * Whether two periods are cut at the same places, so that the first step of one can stand beside the first of the other:
 * whole hours and days are, but where the clocks leave an hour out; weeks where both begin on the same weekday, months
 * where both begin at the same day of one, and are as many and end alike.
 */
export function areCutAlike(step: Step, one: readonly TimeStep[], other: readonly TimeStep[]): boolean {
  const placeOf = PLACES[step];
  return (
    one.length === other.length &&
    one.every(({ period }, index) => {
      const beside = other[index]!.period;
      return (
        placeOf(period.from) === placeOf(beside.from) &&
        (placeOf(period.to) === placeOf(beside.to) || (step === "month" && endsMonth(period) && endsMonth(beside)))
      );
    })
  );
}

/** Where in a step a local day or minute is. */
const PLACES: Record<Step, (local: string) => string> = {
  hour: (local) => local.slice(14),
  day: (local) => local.slice(10),
  week: (local) => `${new Date(`${dayOf(local)}T00:00Z`).getUTCDay()}${local.slice(10)}`,
  month: (local) => local.slice(8),
};
/** However long it is. */
const endsMonth = (period: Period) => /^01(T00:00)?$/.test(endOf(period).slice(8));
