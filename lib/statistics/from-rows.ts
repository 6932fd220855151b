import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { DELAY_EDGES, type Delays, NO_DELAYS } from "@/lib/messages/delays";
import { matchingRows } from "@/lib/messages/matching";
import { FAILED, type Status } from "@/lib/messages/status";
import {
  type Asked,
  type ByStatus,
  DIMENSIONS,
  type Dimension,
  type SeriesPoint,
  type Source,
  type Split,
  type SplitValue,
  type Step,
  type Sums,
  type Total,
  type WeekPoint,
} from "./figures";

/** Any question's figures, out of the rows that MONITORING lists for it: each of the parts is one pass over them. */
export function fromRows(tx: Transaction, scope: Scope, asked: Asked): Source {
  const rows = sql`(${matchingRows(scope, asked.query)}) as messages`;
  return {
    total: () => readTotal(tx, rows),
    series: () => readSeries(tx, rows, asked.step, scope.zone),
    splits: () => readSplits(tx, rows, asked.top),
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

type Counted = { status: Status } & Sums;

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

const WRITTEN: Record<Step, string> = {
  hour: 'YYYY-MM-DD"T"HH24:MI',
  day: "YYYY-MM-DD",
  week: "YYYY-MM-DD",
  month: "YYYY-MM-DD",
};

async function readSeries(tx: Transaction, rows: SQL, step: Step, zone: string): Promise<SeriesPoint[]> {
  const found = await tx.execute<Counted & { at: string }>(sql`
    select to_char(at, ${WRITTEN[step]}) as at, status, ${SUMS}
    from (select *, date_trunc(${step}, sent_at at time zone ${zone}) as at from ${rows}) as placed
    group by placed.at, status order by placed.at`);
  return [...grouped(found.rows, ({ at }) => at)].map(([at, counted]) => ({ at, byStatus: byStatus(counted) }));
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
const FAILED_LIST = sql.raw(FAILED.map((status) => `'${status}'`).join());

/** Which dimension a row of grouping sets is of, and its value. */
const OF = sql.raw(`case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(" ")} end`);
const VALUE = sql.raw(`case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then ${name}`).join(" ")} end`);
const setsWith = (other: string) => sql.raw(DIMENSIONS.map((name) => `(${name}, ${other})`).join(", "));

async function readSplits(tx: Transaction, rows: SQL, top: number): Promise<Record<Dimension, Split>> {
  const columns = sql.join(
    DIMENSIONS.map((name) => sql`${VALUES[name]} as ${sql.identifier(name)}`),
    sql`, `,
  );
  const dimensioned = sql`select ${columns}, status, segments, credits, clicks, robot_clicks, ${CONFIRMATION} as ms from ${rows}`;
  type Row = Counted & { of: Dimension; value: string | null; place: number; values: number };
  const counted = await tx.execute<Row>(sql`
    with counted as (
      select ${OF} as of, ${VALUE} as value, status, ${SUMS} from (${dimensioned}) as message
      group by grouping sets (${setsWith("status")})
    ),
    weighed as (
      select *, sum(messages) over (partition by of, value) as weight from counted
      where of <> 'reason' or status in (${FAILED_LIST})
    ),
    ranked as (
      select *, dense_rank() over (partition by of order by weight desc, value collate "C" nulls last) as place from weighed
    )
    select of, least(place, ${top + 1}) as place, case when place <= ${top} then value end as value, status,
      max(place) as values, sum(messages)::bigint as messages, sum(segments)::bigint as segments,
      sum(credits::numeric)::text as credits, sum(clicked)::bigint as clicked, sum(clicks)::bigint as clicks,
      sum("robotClicks")::bigint as "robotClicks"
    from ranked group by 1, 2, 3, status order by 1, 2`);
  const classed = await readDelays(
    tx,
    dimensioned,
    counted.rows.filter(({ place }) => place <= top),
  );
  const all = delaysOf(classed.filter(({ of }) => of === null));
  return Object.fromEntries(
    DIMENSIONS.map((of) => {
      const own = counted.rows.filter((row) => row.of === of);
      const told = grouped(
        own.filter(({ place }) => place <= top),
        ({ place }) => place,
      );
      const values = [...told.values()].map((rows): SplitValue => {
        const { value } = rows[0]!;
        const own = of === "reason" ? [] : classed.filter((row) => row.of === of && row.value === value);
        return { value, byStatus: byStatus(rows), confirmation: delaysOf(own) };
      });
      const rest = own.filter(({ place }) => place > top);
      const others = {
        values: Math.max(...own.map(({ values }) => values)) - top,
        byStatus: byStatus(rest),
        confirmation:
          of === "reason"
            ? NO_DELAYS
            : without(
                all,
                values.map(({ confirmation }) => confirmation),
              ),
      };
      return [of, { top: values, others: rest.length > 0 ? others : null }];
    }),
  ) as Record<Dimension, Split>;
}

/** Of the named values, and (`of: null`) of all messages. */
type Classed = { of: Dimension | null; value: string | null; class: number; messages: number; ms: number };

async function readDelays(
  tx: Transaction,
  dimensioned: SQL,
  named: readonly { of: Dimension; value: string | null }[],
): Promise<Classed[]> {
  const list = (key: "of" | "value") => sql`${sql.param(named.map((each) => each[key]))}::text[]`;
  const { rows } = await tx.execute<Classed>(sql`
    with classed as (
      select ${OF} as of, ${VALUE} as value, class, count(*) as messages, sum(ms) as ms
      from (select *, width_bucket(ms, ${EDGES}) as class from (${dimensioned}) as timed where ms is not null) as message
      group by grouping sets (${setsWith("class")}, (class))
    )
    select * from classed where of is null or exists (
      select from unnest(${list("of")}, ${list("value")}) as named (of, value)
      where named.of = classed.of and named.value is not distinct from classed.value)`);
  return rows;
}

function delaysOf(rows: readonly { class: number | null; messages: number; ms: number }[]): Delays {
  const known = rows.filter((row): row is { class: number; messages: number; ms: number } => row.class !== null);
  return {
    messages: known.reduce((sum, { messages }) => sum + messages, 0),
    sumMs: known.reduce((sum, { ms }) => sum + ms, 0),
    classes: new Map(known.map((row) => [row.class, row.messages])),
  };
}

/** What is left of a whole without its parts. */
function without(whole: Delays, parts: readonly Delays[]): Delays {
  const classes = new Map(whole.classes);
  for (const part of parts)
    for (const [number, amount] of part.classes) classes.set(number, (classes.get(number) ?? 0) - amount);
  return {
    messages: parts.reduce((rest, { messages }) => rest - messages, whole.messages),
    sumMs: parts.reduce((rest, { sumMs }) => rest - sumMs, whole.sumMs),
    classes: new Map([...classes].filter(([, amount]) => amount > 0)),
  };
}

function byStatus(rows: readonly Counted[]): ByStatus {
  return Object.fromEntries(
    rows.map(({ status, messages, segments, credits, clicked, clicks, robotClicks }) => [
      status,
      { messages, segments, credits, clicked, clicks, robotClicks },
    ]),
  );
}

function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
