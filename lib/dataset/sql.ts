import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { endOf, type Period } from "./period";
import type { Exception, Span } from "./report-fields";

/*
 * The operators of filters. Each is written where it is used (`startsWith`, `contains`, `anyOf`), never guessed from
 * the value. `undefined` in, `undefined` out: a filter that is not set adds no condition.
 */

/** Half-open and cut by Postgres in the reader's zone, so that days of 23 and 25 hours are right. */
export function within(column: AnyColumn, period: Period, zone: string): SQL {
  const { from, to } = bounds(period, zone);
  return sql`${column} >= ${from} and ${column} < ${to}`;
}

/** The two instants of a period, computed by Postgres. A local time that a clock change skips or repeats is the first of what it can mean. */
export function bounds(period: Period, zone: string): { from: SQL; to: SQL } {
  return { from: firstInstant(sql`${period.from}`, zone), to: firstInstant(sql`${endOf(period)}`, zone) };
}

/**
 * Of a local time that comes twice Postgres takes the second: a day that begins with it (the Azores, each October)
 * would lose its first hour. So it is tried with the offset of the day before. Only immutable functions, which Postgres
 * folds when it plans; hence the arithmetic on timestamps without zone.
 */
export function firstInstant(local: SQL, zone: string): SQL {
  const utc = (timestamp: SQL) => sql`(${timestamp} at time zone 'UTC')`;
  const last = sql`(${local}::timestamp at time zone ${zone})`;
  const dayBefore = sql`(${utc(last)} - interval '1 day')`;
  const offset = sql`((${utc(dayBefore)} at time zone ${zone}) - ${dayBefore})`;
  const first = utc(sql`(${local}::timestamp - ${offset})`);
  return sql`(case when ${first} at time zone ${zone} = ${local}::timestamp then ${first} else ${last} end)`;
}

export const equals = (column: AnyColumn, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : sql`${column} = ${value}`;

/** Digits that begin so, as a range between digits: that is one in every locale, and a plain index serves it. */
export function startsWith(column: AnyColumn, digits: string | undefined): SQL | undefined {
  if (digits === undefined) return undefined;
  const start = digits.replace(/9+$/, "");
  // Behind nothing but nines no digits come.
  if (start === "") return sql`${column} >= ${digits} and ${column} like ${`${digits}%`}`;
  return sql`${column} >= ${digits} and ${column} < ${`${start.slice(0, -1)}${Number(start.at(-1)) + 1}`}`;
}

/** A number as `msisdn()` in field.ts reads it: whole, or how it begins. */
export const numbered = (
  column: AnyColumn,
  number: { digits: string; starts: boolean } | undefined,
): SQL | undefined => (number?.starts ? startsWith(column, number.digits) : equals(column, number?.digits));

/** Anywhere in it, upper and lower case alike; `%` and `_` are themselves. */
export const contains = (column: AnyColumn | SQL, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : sql`${column} ilike ${`%${escapeLike(value)}%`}`;

export const escapeLike = (value: string): string => value.replace(/[\\%_]/g, "\\$&");

/** One of them. A single value is written as equality, which lets an index keep its order. */
export function anyOf(column: AnyColumn, values: readonly (string | number)[] | undefined): SQL | undefined {
  if (values === undefined) return undefined;
  if (values.length === 1) return sql`${column} = ${values[0]}`;
  return sql`${column} = any(${sql.param(values)}::${sql.raw(column.getSQLType())}[])`;
}

export const atLeast = (column: AnyColumn, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : sql`${column} >= ${value}::numeric`;

export const atMost = (column: AnyColumn, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : sql`${column} <= ${value}::numeric`;

/** As the clock of the zone showed it: hours of the day (0 to 23), ISO weekdays (1 is Monday). */
export const atHours = (column: AnyColumn, zone: string, hours: readonly string[] | undefined): SQL | undefined =>
  hours && sql`extract(hour from ${column} at time zone ${zone}) = any(${sql.param(hours.map(Number))}::integer[])`;

export const onWeekdays = (column: AnyColumn, zone: string, days: readonly string[] | undefined): SQL | undefined =>
  days && sql`extract(isodow from ${column} at time zone ${zone}) = any(${sql.param(days.map(Number))}::integer[])`;

/** From one instant to another. What a clock elsewhere puts before the first was at once. */
export function took(since: AnyColumn, until: AnyColumn, span: Span | undefined): SQL | undefined {
  if (span === undefined) return undefined;
  const unknown = sql`(${since} is null or ${until} is null)`;
  if (span === "none") return unknown;
  const after = (seconds: number) => sql`${since} + ${`${seconds} seconds`}::interval`;
  const from = span.from === 0 ? sql`not ${unknown}` : sql`${until} >= ${after(span.from)}`;
  return span.to === null ? from : sql`${from} and ${until} < ${after(span.to)}`;
}

/** All but the named values of each dimension; rows without one stay, unless they are left out too. */
export function otherThan<D extends string>(
  columns: Readonly<Record<D, AnyColumn>>,
  exceptions: readonly Exception<D>[] = [],
): SQL[] {
  return (Object.keys(columns) as D[]).flatMap((of) => {
    const values = exceptions.filter((each) => each.of === of).map(({ value }) => value);
    if (values.length === 0) return [];
    const column = columns[of];
    const named = sql.param(values.filter((value) => value !== ""));
    const other = sql`${column} <> all(${named}::${sql.raw(column.getSQLType())}[])`;
    return values.includes("") ? [sql`${column} is not null and ${other}`] : [sql`(${column} is null or ${other})`];
  });
}
