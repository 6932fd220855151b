import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { dayOf as dayIn, endOf } from "@/lib/dataset/period";
import { dayOf } from "@/lib/messages/cells";
import { DELAY_EDGES } from "@/lib/messages/delays";
import { DIMENSIONS, type Dimension } from "@/lib/messages/dimensions";
import { matchingRows } from "@/lib/messages/matching";
import type { Asked, SeriesPoint, Source, Split, Total, WeekPoint } from "./figures";
import { byStatus, type Counted, delaysOf, seriesOf, WRITTEN } from "./gather";
import { type Named, readSplits } from "./splits";

/** Any question's figures, out of the rows that MONITORING lists for it: each of the parts is one pass over them. */
export function fromRows(tx: Transaction, scope: Scope, asked: Asked): Source {
  const rows = sql`(${matchingRows(scope, asked.query)}) as messages`;
  return {
    total: () => readTotal(tx, rows),
    series: () => readSeries(tx, rows, asked, scope.zone),
    splits: () => splitsOf(tx, rows, asked.top),
    week: () => readWeek(tx, rows, scope.zone),
  };
}

const SUMS = sql`count(*) as messages, sum(segments)::bigint as segments, sum(credits)::text as credits,
  count(*) filter (where clicks > 0) as clicked, sum(clicks)::bigint as clicks, sum(robot_clicks)::bigint as "robotClicks"`;

const EDGES = sql.raw(`'{${DELAY_EDGES.join()}}'::float8[]`);
/** Whole milliseconds as a float, exact; at least 0. */
const took = (until: SQL) => sql`greatest(round(date_part('epoch', ${until} - sent_at) * 1000), 0)`;
// Of no instant `greatest` would make 0.
const CONFIRMATION = sql`case when status = 'delivered' and confirmed_at is not null then ${took(sql`confirmed_at`)} end`;
const PROCESSING = sql`case when status not in ('test', 'duplicate') and handed_at is not null then ${took(sql`handed_at`)} end`;

async function readTotal(tx: Transaction, rows: SQL): Promise<Total> {
  type Row = Counted & { of: number; silent: number; confirmed: number; processed: number; ms: number };
  const found = await tx.execute<Row>(sql`
    select grouping(status, confirmed, processed) as of, status, confirmed, processed, ${SUMS},
      count(*) filter (where receipts = 0) as silent,
      case when grouping(confirmed) = 0 then sum(confirmation) else sum(processing) end as ms
    from (select *, width_bucket(confirmation, ${EDGES}) as confirmed, width_bucket(processing, ${EDGES}) as processed
      from (select *, ${CONFIRMATION} as confirmation, ${PROCESSING} as processing from ${rows}) as timed) as classed
    group by grouping sets ((status), (confirmed), (processed))`);
  const [BY_STATUS, BY_CONFIRMED, BY_PROCESSED] = [0b011, 0b101, 0b110];
  const of = (set: number) => found.rows.filter((row) => row.of === set);
  const silent = of(BY_STATUS).filter(({ status }) => status !== "test" && status !== "duplicate");
  return {
    byStatus: byStatus(of(BY_STATUS)),
    silent: silent.reduce((sum, row) => sum + row.silent, 0),
    confirmation: delaysOf(of(BY_CONFIRMED).map((row) => ({ ...row, class: row.confirmed }))),
    processing: delaysOf(of(BY_PROCESSED).map((row) => ({ ...row, class: row.processed }))),
  };
}

async function readSeries(
  tx: Transaction,
  rows: SQL,
  { step, query: { period } }: Asked,
  zone: string,
): Promise<SeriesPoint[]> {
  const day = dayOf(sql`sent_at`, { zone, first: dayIn(period.from), last: dayIn(endOf(period)) });
  const local = step === "hour" ? sql`sent_at at time zone ${zone}` : sql`${day}::timestamp`;
  const found = await tx.execute<Counted & { at: string }>(sql`
    select to_char(at, ${WRITTEN[step]}) as at, status, ${SUMS}
    from (select *, date_trunc(${step}, ${local}) as at from ${rows}) as placed
    group by placed.at, status order by placed.at`);
  return seriesOf(found.rows);
}

async function readWeek(tx: Transaction, rows: SQL, zone: string): Promise<WeekPoint[]> {
  const found = await tx.execute<WeekPoint>(sql`
    select extract(isodow from local)::integer as weekday, extract(hour from local)::integer as hour, count(*) as messages
    from (select sent_at at time zone ${zone} as local from ${rows}) as placed group by 1, 2 order by 1, 2`);
  return found.rows;
}

/** Each dimension as a text, under its own name. */
const VALUES: Record<Dimension, SQL> = {
  country: sql`country`,
  operator: sql`operator`,
  sender: sql`sender`,
  campaign: sql`campaign_id::text`,
  label: sql`label`,
  gateway: sql`gateway_id::text`,
  reason: sql`reason`,
};
/** Which dimension a row of grouping sets is of, and its value. */
const OF = sql.raw(`case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(" ")} end`);
const VALUE = sql.raw(`case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then ${name}`).join(" ")} end`);
const setsWith = (other: string) => sql.raw(DIMENSIONS.map((name) => `(${name}, ${other})`).join(", "));

function splitsOf(tx: Transaction, rows: SQL, top: number): Promise<Record<Dimension, Split>> {
  const columns = sql.join(
    DIMENSIONS.map((name) => sql`${VALUES[name]} as ${sql.identifier(name)}`),
    sql`, `,
  );
  const dimensioned = sql`select ${columns}, status, segments, credits, clicks, robot_clicks, ${CONFIRMATION} as ms from ${rows}`;
  const counted = sql`
    select ${OF} as of, ${VALUE} as value, status, ${SUMS} from (${dimensioned}) as message
    group by grouping sets (${setsWith("status")})`;
  const classed = (named: readonly Named[]) => {
    const list = (key: keyof Named) => sql`${sql.param(named.map((each) => each[key]))}::text[]`;
    return sql`
      with classed as (
        select ${OF} as of, ${VALUE} as value, class, count(*) as messages, sum(ms) as ms
        from (select *, width_bucket(ms, ${EDGES}) as class from (${dimensioned}) as timed where ms is not null) as message
        group by grouping sets (${setsWith("class")}, (class))
      )
      select * from classed where of is null or exists (
        select from unnest(${list("of")}, ${list("value")}) as named (of, value)
        where named.of = classed.of and named.value is not distinct from classed.value)`;
  };
  return readSplits(tx, counted, classed, top);
}
