import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { type CountedDays, countedDays, countedQuarters, coverOf, quartersHaveHours } from "@/lib/messages/counted";
import type { Measure } from "@/lib/messages/dimensions";
import { type Asked, DIMENSIONS, type SeriesPoint, type Source, type Total, type WeekPoint } from "./figures";
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
  const hours = () =>
    cover.dimension === null && quartersHaveHours(query.period, scope.zone) ? countedQuarters(scope, query) : null;
  const days = (daily: boolean) => countedDays(tx, scope, query, cover, cover.dimension ?? "all", daily);
  return {
    async total() {
      const counted = await days(false);
      return counted ? readTotal(tx, counted) : otherwise.total();
    },
    async series() {
      if (step === "hour") {
        const quarters = hours();
        return quarters ? readHours(tx, quarters, scope.zone) : otherwise.series();
      }
      const counted = await days(step !== "month");
      return counted ? readSeries(tx, counted, step) : otherwise.series();
    },
    async splits() {
      if (cover.dimension) return otherwise.splits();
      const parts: Part[] = [];
      for (const of of ["all", ...DIMENSIONS] as const) {
        const counted = await countedDays(tx, scope, query, cover, of);
        if (!counted) return otherwise.splits();
        parts.push({ of: of === "all" ? null : of, counted });
      }
      // Of so many small parts Postgres expects much, and would compile for longer than they take.
      await tx.execute(sql`set local jit = off`);
      return readSplits(tx, countedOf(parts.slice(1)), (named) => classedOf(parts, named), top);
    },
    async week() {
      const quarters = hours();
      return quarters ? readWeek(tx, quarters, scope.zone) : otherwise.week();
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

async function readWeek(tx: Transaction, quarters: SQL, zone: string): Promise<WeekPoint[]> {
  const { rows } = await tx.execute<WeekPoint>(sql`
    select extract(isodow from local)::integer as weekday, extract(hour from local)::integer as hour,
      sum(messages)::bigint as messages
    from (
      select at at time zone ${zone} as local, sum(messages) as messages from (${quarters}) as part group by at
    ) as placed
    group by 1, 2 having sum(messages) <> 0 order by 1, 2`);
  return rows;
}

/** Of each dimension; `of` null: of all messages. */
type Part = { of: string | null; counted: CountedDays };

const countedOf = (parts: readonly Part[]): SQL =>
  union(
    parts.map(
      ({ of, counted }) => sql`
        select ${of}::text as of, nullif(key, '') as value, status, ${SUMS} from (${counted.figures}) as part
        group by key, status having sum(messages) <> 0`,
    ),
  );

/** Postgres takes the named values into the scans of the counts. */
const classedOf = (parts: readonly Part[], named: readonly Named[]): SQL =>
  union(
    parts.map(({ of, counted }) => {
      const keys = named.filter((each) => each.of === of).map(({ value }) => value ?? "");
      return sql`
        select ${of}::text as of, nullif(key, '') as value, class, sum(messages)::bigint as messages,
          sum(milliseconds)::bigint as ms
        from (${counted.delays}) as part
        where measure = 'confirmation' and ${of === null ? sql`true` : sql`key = any(${sql.param(keys)}::text[])`}
        group by key, class having sum(messages) <> 0`;
    }),
  );

const union = (parts: SQL[]): SQL => sql.join(parts, sql` union all `);
