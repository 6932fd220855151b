/**
 * A period is chosen in the account's days (or minutes); instants are cut by Postgres. Pure calendar arithmetic here:
 * a local day or minute is a text (`2026-03-29`, `2026-03-29T14:05`), never a Date, so no server zone slips in.
 */
export const MOST_DAYS = 400;

/** The moment of asking and whose calendar it is asked in. Passed in, never read. */
export type Clock = { now: Date; zone: string };

/** The question: a preset if it was one, and the local days or minutes it means now. `to` is included. */
export type Period = { preset: Preset | null; from: string; to: string };

type Range = { from: string; to: string };

/** Name → days of it, the one list. Weeks are not in it: "last 7 days" ends today and includes it. */
export const PRESETS = {
  today: (today) => ({ from: today, to: today }),
  yesterday: (today) => ({ from: plusDays(today, -1), to: plusDays(today, -1) }),
  last7: (today) => ({ from: plusDays(today, -6), to: today }),
  last30: (today) => ({ from: plusDays(today, -29), to: today }),
  "this-month": (today) => ({ from: `${today.slice(0, 7)}-01`, to: today }),
  "last-month": (today) => {
    const last = plusDays(`${today.slice(0, 7)}-01`, -1);
    return { from: `${last.slice(0, 7)}-01`, to: last };
  },
  "this-year": (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: today }),
  "last-year": (today) => {
    const year = Number(today.slice(0, 4)) - 1;
    return { from: `${year}-01-01`, to: `${year}-12-31` };
  },
} as const satisfies Record<string, (today: string) => Range>;

export type Preset = keyof typeof PRESETS;

/**
 * @param text what the URL says: a preset, `from..to` in days or minutes, or nothing (then `fallback`).
 * @returns null when it cannot be read: an unknown word, a day that is not, the end before the beginning, more than 400 days.
 */
export function readPeriod(text: string | undefined, fallback: Preset, clock: Clock): Period | null {
  const word = text || fallback;
  if (Object.hasOwn(PRESETS, word)) {
    const preset = word as Preset;
    return { preset, ...PRESETS[preset](localDay(clock)) };
  }
  const match = /^([^.]+)\.\.([^.]+)$/.exec(word);
  const [from, to] = [match?.[1], match?.[2]];
  if (!from || !to || !isLocal(from) || !isLocal(to) || from.length !== to.length) return null;
  return from <= to && dayOf(to) < plusDays(dayOf(from), MOST_DAYS) ? { preset: null, from, to } : null;
}

export const writePeriod = (period: Period): string => period.preset ?? `${period.from}..${period.to}`;

/** Whether it is told in minutes (`2026-03-29T14:05`) rather than whole days. */
export const inMinutes = (period: Period): boolean => period.from.length > 10;

export const dayOf = (local: string): string => local.slice(0, 10);

/** Today, where the account lives. */
export function localDay({ now, zone }: Clock): string {
  return formatter(zone).format(now);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    // The Swedish way to write a date is ISO 8601.
    found = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    formatters.set(zone, found);
  }
  return found;
}

/** What the clocks of a zone show: instant to local minute, `2026-03-29T14:05`. */
export function localMinutes(zone: string): (at: Date) => string {
  const written = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return (at) => written.format(at).replace(" ", "T");
}

export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A day or a minute that the calendar has (years 2000 to 2099: the product's lifetime, and what partitions can be asked for). */
export function isLocal(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d(T\d\d:\d\d)?$/.test(text)) return false;
  const instant = new Date(`${text.length === 10 ? `${text}T00:00` : text}:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** The half-open end of a period as a local text: the day after, or the minute after. */
export function endOf(period: Period): string {
  if (!inMinutes(period)) return plusDays(period.to, 1);
  return new Date(new Date(`${period.to}:00Z`).getTime() + 60_000).toISOString().slice(0, 16);
}
