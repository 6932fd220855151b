import { type SQL, sql } from "drizzle-orm";
import { messages } from "@/db/schema";
import { firstInstant } from "@/lib/dataset/sql";
import { DELAY_EDGES } from "./delays";
import { type CountedBy, DIMENSIONS, type Dimension, MEASURES, type Measure } from "./dimensions";

/*
 * What a cell of the counts is, once: what is told of a message (facts), the days that are cut, and the sums over both.
 * Out of rows it makes the counts again, out of deltas it goes on with them, and verifying compares the two.
 */

/** Figures that a cell holds, each a sum over its messages. */
export const FIGURES = ["messages", "segments", "credits", "clicked", "clicks", "robot_clicks", "silent"] as const;
export type Figure = (typeof FIGURES)[number];
/** What the classes of delays hold. */
export const AMOUNTS = ["messages", "milliseconds"] as const;

/** `write` for each name, one after the other. */
export const each = <T extends string>(names: readonly T[], write: (name: T) => string, between = ", "): SQL =>
  sql.raw(names.map(write).join(between));
const asSums = (names: readonly (Figure | (typeof AMOUNTS)[number])[]): SQL =>
  // What comes of them again is added up as whole numbers, many times faster than as numeric.
  each(names, (name) => `sum(${name})${name === "credits" ? "" : "::bigint"} as ${name}`);
const SUMS = asSums(FIGURES);
const AMOUNT_SUMS = asSums(AMOUNTS);
export const CELL = sql.raw("span, dimension, at, key, status");

const COLUMNS: Record<Dimension, SQL> = {
  country: sql`country`,
  operator: sql`operator`,
  sender: sql`sender`,
  label: sql`label`,
  reason: sql`reason`,
  gateway: sql`gateway_id::text`,
  campaign: sql`campaign_id::text`,
};
/** The value of a dimension as its key in the counts; empty: it has none. Of rows and of deltas alike. */
export const keyOf = (dimension: Dimension): SQL => sql`coalesce(${COLUMNS[dimension]}, '')`;

/** To an instant that is there. */
const since = (instant: SQL) =>
  sql`greatest(round(date_part('epoch', ${instant} - ${messages.sentAt}) * 1000), 0)::bigint`;
/** Milliseconds of a row, null where it has no such delay: never negative, for a gateway's clock may run behind ours. */
export const DELAYS: Record<Measure, SQL> = {
  processing: sql`case when ${messages.status} not in ('test', 'duplicate') and ${messages.handedAt} is not null
    then ${since(sql`${messages.handedAt}`)} end`,
  confirmation: sql`case when ${messages.status} = 'delivered' and ${messages.confirmedAt} is not null
    then ${since(sql`${messages.confirmedAt}`)} end`,
};
/** The class of a delay, as `delayClass` has it. */
export const classOf = (milliseconds: SQL): SQL =>
  sql`width_bucket(${milliseconds}, ${sql.raw(`'{${DELAY_EDGES.join(",")}}'::bigint[]`)})`;

/**
 * ISO weekday and hour as the clocks showed them, as a key: `114` is Monday from 14:00. That of the instant's quarter of an
 * hour, because deltas know no more; where a quarter has two hours nobody reads these (`quartersHaveHours`).
 */
export function hourOf(instant: SQL, zone: string): SQL {
  const local = sql`(date_bin('15 minutes', ${instant}, 'epoch'::timestamptz) at time zone ${zone})`;
  return sql`(date_part('isodow', ${local}) * 100 + date_part('hour', ${local}))::integer::text`;
}

const TRAITS = sql.raw("status, country, operator, sender, label, reason, gateway_id, campaign_id");

/** What is told of rows; the same of a message in TypeScript: `traitsOf` in change.ts. @param rows with the columns of `messages`. */
export const factsOfRows = (rows: SQL): SQL => sql`
  select sent_at as at, ${TRAITS}, ${DELAYS.processing} as processing, ${DELAYS.confirmation} as confirmation,
    1 as messages, segments, credits, (clicks > 0)::integer as clicked, clicks, robot_clicks, (receipts = 0)::integer as silent
  from (${rows}) as messages`;

export const factsOfDeltas = (accountId: number): SQL => sql`
  select at, ${TRAITS}, processing, confirmation, ${each(FIGURES, (figure) => figure)}
  from count_deltas where account_id = ${accountId}`;

/** Local days of a zone, both included, as `2026-03-29`. */
export type Days = { zone: string; first: string; last: string };

/** Where each of the days begins, as the bounds of a period are cut: ascending instants. */
const startsOf = ({ zone, first, last }: Days): SQL => sql`
  array(select ${firstInstant(sql`day`, zone)}
    from generate_series(${first}::timestamp, ${last}::timestamp, '1 day') as day order by day)`;

/** The same one by one: (day, first, until), half-open. */
const cutDays = ({ zone, first, last }: Days): SQL => sql`
  select day, ${firstInstant(sql`day`, zone)} as first, ${firstInstant(sql`(day + interval '1 day')`, zone)} as until
  from generate_series(${first}::timestamp, ${last}::timestamp, '1 day') as day`;

/**
 * The account's day of an instant, as a date: the one whose bounds it lies between, which is not always the date its
 * clocks showed (Newfoundland put them back from one minute past midnight). Instants outside of the days have none that is right.
 */
export const dayOf = (instant: SQL, days: Days): SQL =>
  sql`(${days.first}::date + width_bucket(${instant}, ${startsOf(days)}) - 1)`;

/** How days and months are written in the counts. */
export const atOf = (date: SQL): SQL => sql`${date}::timestamp at time zone 'UTC'`;
export const monthOf = (at: SQL): SQL => sql`date_trunc('month', ${at} at time zone 'UTC') at time zone 'UTC'`;

const QUARTER = sql`date_bin('15 minutes', at, 'epoch'::timestamptz)`;
/** What figures are told apart by; delays are so only by dimensions. */
const TOLD = [...DIMENSIONS, "hour"] as const;
const setsOf = (names: readonly CountedBy[]): SQL => each(names, (name) => `(${name})`);
const dimensionAmong = (names: readonly CountedBy[]): SQL =>
  sql.raw(
    `(case ${names.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(" ")} else 'all' end)::count_dimension`,
  );
const keyAmong = (names: readonly CountedBy[]): SQL => sql.raw(`coalesce(${names.join(", ")}, '')`);
const NAMES = each(DIMENSIONS, (name) => name);
const KEYS = sql.join(
  DIMENSIONS.map((name) => sql`${keyOf(name)} as ${sql.raw(name)}`),
  sql`, `,
);

/**
 * Every cell of the facts with its sums: (span, dimension, at, key, status, figures). Day by day, and each day's facts
 * that are alike first made one: so what is grouped many times is little, and stays in memory however long the account is.
 */
export const figureCells = (facts: SQL, days: Days): SQL => sql`
  with fine as (
    select cell.span, cell.dimension, case cell.span when 'quarter' then cell.quarter else ${atOf(sql`days.day`)} end as at,
      cell.key, cell.status, ${each(FIGURES, (figure) => `cell.${figure}`)}
    from (${cutDays(days)}) as days cross join lateral (
      select (case when grouping(quarter) = 0 then 'quarter' else 'day' end)::count_span as span,
        ${dimensionAmong(TOLD)} as dimension, quarter, ${keyAmong(TOLD)} as key, status, ${SUMS}
      from (
        select *, ${hourOf(sql`quarter`, days.zone)} as hour from (
          select ${QUARTER} as quarter, ${KEYS}, status, ${SUMS}
          from (${facts}) as fact where at >= days.first and at < days.until
          group by quarter, ${NAMES}, status
        ) as alike
      ) as keyed
      group by status, grouping sets ((quarter), (), ${setsOf(TOLD)})
    ) as cell
  )
  ${withMore(sql`${CELL}, ${each(FIGURES, (figure) => figure)}`, SUMS, sql``)}`;

const CLASSES = sql.join(
  MEASURES.map((measure) => sql`${classOf(sql.raw(measure))}::smallint as ${sql.raw(`${measure}_class`)}`),
  sql`, `,
);

/** The same of their delays: (span, dimension, at, key, status, measure, class, amounts). Quarters have none. */
export const delayCells = (facts: SQL, days: Days): SQL => sql`
  with fine as (
    select 'day'::count_span as span, cell.dimension, ${atOf(sql`days.day`)} as at, cell.key, cell.status, cell.measure, cell.class,
      ${each(AMOUNTS, (amount) => `cell.${amount}`)}
    from (${cutDays(days)}) as days cross join lateral (
      select ${dimensionAmong(DIMENSIONS)} as dimension, ${keyAmong(DIMENSIONS)} as key, status, measure, class, ${AMOUNT_SUMS}
      from (
        select ${KEYS}, status, sum(messages)::bigint as messages, ${each(
          MEASURES,
          (measure) => `sum(messages * ${measure})::bigint as ${measure}`,
        )}, ${CLASSES}
        from (${facts}) as fact where at >= days.first and at < days.until
        group by ${NAMES}, status, ${each(MEASURES, (measure) => `${measure}_class`)}
      ) as alike,
      lateral (values ${each(MEASURES, (measure) => `('${measure}'::delay_measure, ${measure}_class, ${measure})`)})
        as delayed (measure, class, milliseconds)
      where class is not null
      group by status, measure, class, grouping sets ((), ${setsOf(DIMENSIONS)})
    ) as cell
  )
  ${withMore(sql`${CELL}, measure, class, ${each(AMOUNTS, (amount) => amount)}`, AMOUNT_SUMS, sql`, measure, class`)}`;

/** Months are sums of their days, and so is what a campaign has ever come to. */
const withMore = (columns: SQL, sums: SQL, more: SQL): SQL => sql`
  select ${columns} from fine
  union all
  select 'month', dimension, ${monthOf(sql`at`)}, key, status ${more}, ${sums}
  from fine where span = 'day' group by dimension, 3, key, status ${more}
  union all
  select 'ever', dimension, 'epoch', key, status ${more}, ${sums}
  from fine where span = 'day' and dimension = 'campaign' and key <> '' group by dimension, key, status ${more}`;
