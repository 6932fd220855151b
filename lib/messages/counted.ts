import { eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { dayOf as dayIn, endOf, localMinutes, type Period, plusDays } from "@/lib/dataset/period";
import { bounds, firstInstant } from "@/lib/dataset/sql";
import { AMOUNTS, classOf, dayOf, each, FIGURES, factsOfDeltas, factsOfRows, keyOf } from "./cells";
import { QUARTER } from "./change";
import type { MessageQuery } from "./dataset";
import { DIMENSIONS, type Dimension, MEASURES } from "./dimensions";
import { filtered } from "./matching";

/*
 * What a question's messages add up to, out of the counts: whole days and months, or quarters of an hour, and of what a
 * period in minutes leaves over at its edges the rows. The same figures as out of the rows alone, because rows and
 * counts change together and days are cut at the same instants. Read in the snapshot of everything else.
 */

type Filter = MessageQuery["filter"];
type Range = { from: string; to: string };

/** The one dimension a question is about, if it is about one, and which of its values. */
export type Cover = { dimension: Dimension | null; allows(key: SQL): SQL };

/** Null: more is asked for than the counts hold, which is period, status and the values of one dimension. */
export function coverOf(filter: Filter): Cover | null {
  const conditions: { dimension: Dimension; allows(key: SQL): SQL }[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const dimension = DIMENSIONS.find((each) => each === name);
    if (dimension) {
      const values = sql`${sql.param([value].flat().map(String))}::text[]`;
      conditions.push({ dimension, allows: (key) => sql`${key} = any(${values})` });
    } else if (name === "without") {
      for (const of of filter.without!) conditions.push({ dimension: of, allows: (key) => sql`${key} = ''` });
    } else if (name === "except") {
      for (const { of, value } of filter.except!)
        conditions.push({ dimension: of, allows: (key) => sql`${key} <> ${value}` });
    } else if (name !== "status") return null;
  }
  const dimension = conditions[0]?.dimension ?? null;
  if (conditions.some((each) => each.dimension !== dimension)) return null;
  const allows = (key: SQL) => sql.join([sql`true`, ...conditions.map((each) => each.allows(key))], sql` and `);
  return { dimension, allows };
}

/**
 * Relations of parts, to be summed by whoever asks. `key`: the value of the dimension, empty where there is none.
 * `day`: a day, or the first of a month that is in the question as a whole.
 */
export type CountedDays = {
  /** (day, key, status, figures) */
  figures: SQL;
  /** (day, key, status, measure, class, amounts) */
  delays: SQL;
};

/**
 * @param by the dimension whose values are told apart; if the question is about one, that one.
 * @param daily every day by itself, rather than whole months where they do.
 * @returns null where the counts cannot tell: they are yet to be cut in this zone, or the dimension has too many values.
 */
export async function countedDays(
  tx: Transaction,
  scope: Scope,
  { period, filter }: MessageQuery,
  cover: Cover,
  by: Dimension | "all",
  daily = false,
): Promise<CountedDays | null> {
  const { days, edges } = partsOf(period);
  const gaps = await gapsOf(tx, scope, by, period, days);
  if (!gaps) return null;
  const spans = spansOf(days, gaps, daily);
  const isAsked = filter.status ? sql`status = any(${sql.param(filter.status)}::message_status[])` : sql`true`;
  const held = (table: string, span: "day" | "month", columns: SQL) => sql`
    select (at at time zone 'UTC')::date as day, key, status, ${columns} from ${sql.raw(table)}
    where account_id = ${scope.accountId} and span = ${span} and dimension = ${by}
      and at = any(${sql.param(spans[span].map((day) => `${day}T00:00:00Z`))}::timestamptz[])
      and ${cover.allows(sql`key`)} and ${isAsked}`;

  const uncounted = gaps.map((day) => ({ from: day, to: plusDays(day, 1) }));
  const fresh = days && {
    but: sql.join(
      uncounted.map((range) => sql`and not (${within(scope, range)})`),
      sql` `,
    ),
    in: within(scope, { from: days.first, to: plusDays(days.last, 1) }),
  };
  const facts = union([
    ...[...edges, ...uncounted].map((range) => factsIn(scope, filter, range)),
    fresh &&
      sql`select * from (${factsOfDeltas(scope.accountId)}) as delta where ${fresh.in} ${fresh.but}
        and ${cover.allows(cover.dimension ? keyOf(cover.dimension) : sql`''`)} and ${isAsked}`,
  ]);
  const calendar = { zone: scope.zone, first: dayIn(period.from), last: dayIn(endOf(period)) };
  const placed = sql`${dayOf(sql`at`, calendar)} as day, ${by === "all" ? sql`''` : keyOf(by)} as key, status`;
  const [figures, amounts] = [each(FIGURES, (figure) => figure), each(AMOUNTS, (amount) => amount)];
  return {
    figures: union([
      held("counts", "month", figures),
      held("counts", "day", figures),
      sql`select ${placed}, ${figures} from (${facts}) as fact`,
    ]),
    delays: union([
      held("count_delays", "month", sql`measure, class, ${amounts}`),
      held("count_delays", "day", sql`measure, class, ${amounts}`),
      sql`select ${placed}, measure, ${classOf(sql`delay`)} as class, messages, messages * delay as milliseconds
        from (${facts}) as fact,
        lateral (values ${each(MEASURES, (measure) => `('${measure}'::delay_measure, ${measure})`)}) as delayed (measure, delay)
        where delay is not null`,
    ]),
  };
}

const union = (parts: readonly (SQL | null)[]): SQL =>
  sql.join(
    parts.filter((part) => part !== null),
    sql` union all `,
  );

const within = ({ zone }: Scope, { from, to }: Range) =>
  sql`at >= ${firstInstant(sql`${from}`, zone)} and at < ${firstInstant(sql`${to}`, zone)}`;

/** Postgres folds the instants when it plans: a range reads no more than its own months. */
function factsIn(scope: Scope, filter: Filter, { from, to }: Range): SQL {
  const at = (local: string) => firstInstant(sql`${local}`, scope.zone);
  return factsOfRows(sql`
    select * from ${messages} where ${eq(messages.accountId, scope.accountId)} and ${filtered(scope, filter) ?? sql`true`}
      and sent_at >= ${at(from)} and sent_at < ${at(to)}`);
}

/** Local days, both included; null where a period has no whole one. What it has besides, from a minute to before another. */
type Parts = { days: { first: string; last: string } | null; edges: Range[] };

export function partsOf(period: Period): Parts {
  const [from, to] = [minuteOf(period.from), minuteOf(endOf(period))];
  const first = from === `${dayIn(from)}T00:00` ? dayIn(from) : plusDays(dayIn(from), 1);
  const last = plusDays(dayIn(to), -1);
  if (last < first) return { days: null, edges: [{ from, to }] };
  const edges = [
    { from, to: `${first}T00:00` },
    { from: `${plusDays(last, 1)}T00:00`, to },
  ];
  return { days: { first, last }, edges: edges.filter((edge) => edge.from < edge.to) };
}

const minuteOf = (local: string) => (local.length === 10 ? `${local}T00:00` : local);

/** Of more gaps than these the rows alone are as good. */
const MOST_GAPS = 50;

/**
 * The days that are not counted by the dimension. Null: too many; or no day is counted in this zone; or the period begins
 * in a day that the zone skipped (Samoa, 2011), and so after the day that follows it.
 */
async function gapsOf(
  tx: Transaction,
  { accountId, zone }: Scope,
  dimension: Dimension | "all",
  { from }: Period,
  days: Parts["days"],
): Promise<string[] | null> {
  const { first, last } = days ?? { first: "2000-01-01", last: "2000-01-01" };
  const { rows } = await tx.execute<{ zone: string | null; skipped: boolean; gaps: string[] }>(sql`
    select (select zone from count_zones where account_id = ${accountId}) as zone,
      ${days !== null} and ${firstInstant(sql`${from}`, zone)} > ${firstInstant(sql`${first}`, zone)} as skipped,
      array(
        select (at at time zone 'UTC')::date::text from count_gaps
        where account_id = ${accountId} and span = 'day' and dimension = ${dimension}
          and at >= ${`${first}T00:00:00Z`}::timestamptz and at <= ${`${last}T00:00:00Z`}::timestamptz
        order by at limit ${MOST_GAPS + 1}
      ) as gaps`);
  const { zone: cutIn, skipped, gaps } = rows[0]!;
  // Before the first compaction there are only deltas, and they know no zone.
  return (cutIn === null || cutIn === zone) && !skipped && gaps.length <= MOST_GAPS ? gaps : null;
}

/** Which days and which months, by their first days, are read as they are counted. */
export function spansOf(
  days: Parts["days"],
  gaps: readonly string[],
  daily: boolean,
): Record<"day" | "month", readonly string[]> {
  const spans = { day: [] as string[], month: [] as string[] };
  if (!days) return spans;
  for (let day = days.first; day <= days.last; ) {
    const month = day.slice(0, 7);
    const next = `${plusDays(`${month}-28`, 4).slice(0, 7)}-01`;
    const whole = day.endsWith("-01") && plusDays(next, -1) <= days.last;
    if (!daily && whole && !gaps.some((gap) => gap.startsWith(month))) {
      spans.month.push(day);
      day = next;
    } else {
      if (!gaps.includes(day)) spans.day.push(day);
      day = plusDays(day, 1);
    }
  }
  return spans;
}

/**
 * Whole quarters of an hour from the counts, what a period in minutes leaves over at its two edges from the rows:
 * (at, status, figures), `at` an instant in the quarter. For questions about no dimension; it knows no zone, and so
 * answers also while days are being cut. A period without a whole quarter is an edge altogether.
 */
export function countedQuarters(scope: Scope, { period, filter }: MessageQuery): SQL {
  const { from, to } = bounds(period, scope.zone);
  const first = sql`least(${quarterOf(sql`${from} + interval '15 minutes' - interval '1 millisecond'`)}, ${to})`;
  const last = sql`greatest(${quarterOf(to)}, ${first})`;
  const isAsked = filter.status ? sql`status = any(${sql.param(filter.status)}::message_status[])` : sql`true`;
  const figures = each(FIGURES, (figure) => figure);
  const cells = (table: string, also: SQL) => sql`
    select at, status, ${figures} from ${sql.raw(table)}
    where account_id = ${scope.accountId} and ${also} and at >= ${first} and at < ${last} and ${isAsked}`;
  const rows = (since: SQL, until: SQL) => sql`
    select at, status, ${figures} from (${factsOfRows(sql`
      select * from ${messages} where ${eq(messages.accountId, scope.accountId)} and ${filtered(scope, filter) ?? sql`true`}
        and sent_at >= ${since} and sent_at < ${until}`)}) as fact`;
  return union([
    cells("counts", sql`span = 'quarter' and dimension = 'all'`),
    cells("count_deltas", sql`true`),
    rows(from, first),
    rows(last, to),
  ]);
}

const quarterOf = (instant: SQL) => sql`date_bin('15 minutes', ${instant}, 'epoch'::timestamptz)`;

const DAY_MS = 86_400_000;

/**
 * Whether the zone's clocks went on as they stood within each quarter of the period, so that a quarter has one hour of
 * the day. Most are changed at one's edge; some were a minute later (Newfoundland until 2011).
 */
export function quartersHaveHours({ from, to }: Period, zone: string): boolean {
  const clock = localMinutes(zone);
  const offset = (at: number) => Date.parse(`${clock(new Date(at))}Z`) - at;
  // No zone is more than 15 hours from UTC.
  for (let day = Date.parse(`${dayIn(from)}Z`) - DAY_MS; day <= Date.parse(`${dayIn(to)}Z`) + DAY_MS; day += DAY_MS) {
    if (offset(day) === offset(day + DAY_MS)) continue;
    for (let at = day; at < day + DAY_MS; at += QUARTER) if (offset(at) !== offset(at + QUARTER - 60_000)) return false;
  }
  return true;
}
