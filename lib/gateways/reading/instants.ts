import { z } from "zod";

/** In whose local time a gateway writes times without an offset, as IANA names it. */
export const zoneSetting = z.string("unknown-zone").refine(isZone, "unknown-zone");

function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return /^[A-Z]/.test(zone);
  } catch {
    return false;
  }
}

/** A gateway whose clock runs further ahead of ours than a day tells nothing by it. */
const MOST_AHEAD_MS = 86_400_000;

/** @returns null for an instant that cannot be: then the time of arrival is taken. */
export function believable(at: Date | null, receivedAt: Date): Date | null {
  return at && at.getTime() <= receivedAt.getTime() + MOST_AHEAD_MS ? at : null;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/i;

/**
 * Reads `2019-11-09T16:00:00.000+0000`, `2026-02-26 12:00:00` and what is between; the offset may lack its colon.
 * @param zone where a text without an offset is local time; without it such a text tells no instant.
 * @returns null also for what no calendar has.
 */
export function readInstant(text: string, zone?: string): Date | null {
  const found = ISO.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "", offset] = found;
  const local = calendar(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (local === null) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  if (offset) return new Date(local + milliseconds - offsetMs(offset));
  return zone ? new Date(fromLocal(local, zone) + milliseconds) : null;
}

/** Reads `YYMMDDhhmm` and `YYMMDDhhmmss`, as SMPP writes dates: in somebody's local time that is never named. */
export function readSmppDate(text: string, zone: string | undefined): Date | null {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text.trim());
  if (!found || !zone) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map((digits) => Number(digits ?? 0));
  const local = calendar(2000 + year!, month!, day!, hour!, minute!, second!);
  return local === null ? null : new Date(fromLocal(local, zone));
}

/** Reads seconds (10 digits) or milliseconds (13 digits) since 1970. */
export function readUnixTime(text: string): Date | null {
  if (!/^[1-9](?:\d{9}|\d{12})$/.test(text)) return null;
  return new Date(text.length === 10 ? Number(text) * 1000 : Number(text));
}

/** As if it were UTC, in milliseconds; null for a 31st of February. */
function calendar(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  const same =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second;
  return same ? at : null;
}

function offsetMs(offset: string): number {
  if (/z/i.test(offset)) return 0;
  const digits = offset.replace(/\D/g, "").padEnd(4, "0");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

const DAY_MS = 86_400_000;

/** Of an hour that comes twice the first; an hour that the clocks skip is read as if they had not been changed yet. */
function fromLocal(local: number, zone: string): number {
  const before = ahead(zone, local - DAY_MS);
  const right = [before, ahead(zone, local + DAY_MS)].find((offset) => ahead(zone, local - offset) === offset);
  return local - (right ?? before);
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function ahead(zone: string, at: number): number {
  return Date.parse(`${clockOf(zone).format(at).replace(" ", "T")}Z`) - at;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    // The Swedish way to write a time is ISO 8601.
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    if (clocks.size < 1_000) clocks.set(zone, clock);
  }
  return clock;
}
