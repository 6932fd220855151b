import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { coverOf } from "@/lib/messages/counted/cover";
import { type CountedDays, countedDays, type Value } from "@/lib/messages/counted/days";
import { countedQuarters, quartersHaveHours } from "@/lib/messages/counted/quarters";
import { type CountedBy, DIMENSIONS, type Measure } from "@/lib/messages/dimensions";
import type { Asked, SeriesPoint, Source, Total, WeekPoint } from "./figures";
import { byStatus, type Counted, delaysOf, seriesOf, WRITTEN } from "./gather";
import { type Named, readSplits } from "./splits";

/**
 * The figures of a question about a period, statuses and the values of at most one dimension, out of the counts, at once
 * however many messages it is about. What they do not hold comes `otherwise`, the same: by the hour and by other
 * dimensions where the question is about one, and what is being counted anew.
 */
export function fromCounts(tx: Transaction, scope: Scope, asked: Asked, otherwise: Source): Source {
  const { query, step, top } = asked;
  const cover = coverOf(query.filter);
  if (!cover) return otherwise;
  const hasHours = cover.dimension === null && quartersHaveHours(query.period, scope.zone);
  const days = (by: readonly CountedBy[], daily = false) => countedDays(tx, scope, query, cover, by, daily);
  const own = [cover.dimension ?? "all"] as const;
  return {
    async total() {
      const counted = await days(own);
      return counted ? readTotal(tx, counted) : otherwise.total();
    },
    async series() {
      if (step === "hour")
        return hasHours ? readHours(tx, countedQuarters(scope, query), scope.zone) : otherwise.series();
      const counted = await days(own, step !== "month");
      return counted ? readSeries(tx, counted, step) : otherwise.series();
    },
    async splits() {
      const counted = cover.dimension ? null : await days(["all", ...DIMENSIONS]);
      if (!counted) return otherwise.splits();
      return readSplits(tx, countedOf(counted), (named) => classedOf(counted, named), top);
    },
    async week() {
      if (!hasHours) return otherwise.week();
      const counted = await days(["hour"]);
      return counted ? readWeek(tx, counted) : weekOfQuarters(tx, countedQuarters(scope, query), scope.zone);
    },
  };
}

const SUMS = sql`sum(messages)::bigint as messages, sum(segments)::bigint as segments, sum(credits)::text as credits,
  sum(clicked)::bigint as clicked, sum(clicks)::bigint as clicks, sum(robot_clicks)::bigint as "robotClicks"`;

async function readTotal(tx: Transaction, { figures, delays }: CountedDays): Promise<Total> {
  const counted = await tx.execute<Counted & { silent: number }>(sql`
    select status, ${SUMS}, sum(silent)::bigint as silent from (${figures}) as part
    group by status having sum(messages) <> 0`);
  const classed = await tx.execute<{ measure: Measure; class: number; messages: number; ms: number }>(sql`
    select measure, class, sum(messages)::bigint as messages, sum(milliseconds)::bigint as ms from (${delays}) as part
    group by measure, class having sum(messages) <> 0`);
  const sent = counted.rows.filter(({ status }) => status !== "test" && status !== "duplicate");
  const of = (measure: Measure) => delaysOf(classed.rows.filter((row) => row.measure === measure));
  return {
    byStatus: byStatus(counted.rows),
    silent: sent.reduce((sum, { silent }) => sum + silent, 0),
    confirmation: of("confirmation"),
    processing: of("processing"),
  };
}

/** Days, or what is made of them. */
const readSeries = (tx: Transaction, { figures }: CountedDays, step: "day" | "week" | "month") =>
  readSteps(tx, sql`select date_trunc(${step}, day::timestamp) as step, * from (${figures}) as part`, WRITTEN[step]);

const readHours = (tx: Transaction, quarters: SQL, zone: string) =>
  readSteps(
    tx,
    sql`select date_trunc('hour', at at time zone ${zone}) as step, * from (${quarters}) as part`,
    WRITTEN.hour,
  );

async function readSteps(tx: Transaction, placed: SQL, written: string): Promise<SeriesPoint[]> {
  const { rows } = await tx.execute<Counted & { at: string }>(sql`
    select to_char(step, ${written}) as at, status, ${SUMS} from (${placed}) as placed
    group by step, status having sum(messages) <> 0 order by step`);
  return seriesOf(rows);
}

async function readWeek(tx: Transaction, { figures }: CountedDays): Promise<WeekPoint[]> {
  const { rows } = await tx.execute<{ key: string; messages: number }>(sql`
    select key, sum(messages)::bigint as messages from (${figures}) as part
    group by key having sum(messages) <> 0 order by key`);
  return rows.map(({ key, messages }) => ({ weekday: Number(key[0]), hour: Number(key.slice(1)), messages }));
}

async function weekOfQuarters(tx: Transaction, quarters: SQL, zone: string): Promise<WeekPoint[]> {
  const { rows } = await tx.execute<WeekPoint>(sql`
    select extract(isodow from local)::integer as weekday, extract(hour from local)::integer as hour,
      sum(messages)::bigint as messages
    from (
      select at at time zone ${zone} as local, sum(messages) as messages from (${quarters}) as part group by at
    ) as placed
    group by 1, 2 having sum(messages) <> 0 order by 1, 2`);
  return rows;
}

/** Each value of each dimension. */
const countedOf = ({ figures }: CountedDays): SQL => sql`
  select dimension::text as of, nullif(key, '') as value, status, ${SUMS} from (${figures}) as part
  where dimension <> 'all' group by dimension, key, status having sum(messages) <> 0`;

/** The confirmations of the named values; `of` null: of all messages. */
function classedOf({ confirmations }: CountedDays, named: readonly Named[]): SQL {
  const values = named.map(({ of, value }): Value => ({ by: of, key: value ?? "" }));
  return sql`
    select nullif(dimension::text, 'all') as of, nullif(key, '') as value, class, sum(messages)::bigint as messages,
      sum(milliseconds)::bigint as ms
    from (${confirmations([{ by: "all", key: "" }, ...values])}) as part
    group by dimension, key, class having sum(messages) <> 0`;
}
