import { eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { dayOf as dayIn, endOf, localMinutes, type Period, plusDays } from "@/lib/dataset/period";
import { bounds, firstInstant } from "@/lib/dataset/sql";
import { AMOUNTS, classOf, dayOf, each, FIGURES, factsOfDeltas, factsOfRows, hourOf, keyOf } from "./cells";
import { QUARTER } from "./change";
import type { MessageQuery } from "./dataset";
import { COUNTED_BY, type CountedBy, DIMENSIONS, type Dimension, MEASURES } from "./dimensions";
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

/** A value by which messages are told apart; the key is empty where there is none, and for all. */
export type Value = { by: CountedBy; key: string };

/**
 * Relations of parts, to be summed by whoever asks; a part may be less than nothing, because it is taken off another.
 * `day`: a day, or the first of a month.
 */
export type CountedDays = {
  /** (dimension, day, key, status, figures) */
  figures: SQL;
  /** (dimension, day, key, status, measure, class, amounts) */
  delays: SQL;
  /** How long the confirmations of a few values took: (dimension, key, class, amounts). */
  confirmations(of: readonly Value[]): SQL;
};

/**
 * @param by what messages are told apart by, each by itself; of a question about a dimension only that one.
 * @param daily every day by itself, rather than whole months where they do.
 * @returns null where the counts cannot tell: they are yet to be cut in this zone, or a dimension has too many values.
 */
export async function countedDays(
  tx: Transaction,
  scope: Scope,
  query: MessageQuery,
  cover: Cover,
  by: readonly CountedBy[],
  daily = false,
): Promise<CountedDays | null> {
  const { days, edges } = partsOf(query.period);
  const gaps = await gapsOf(tx, scope, by, query.period, days);
  if (!gaps) return null;
  // Most often no dimension has gaps, and all are read together.
  const alike = new Map<string, CountedBy[]>();
  for (const each of by) alike.set(gaps[each].join(), [...(alike.get(gaps[each].join()) ?? []), each]);
  const question: Question = { scope, query, cover };
  const parts = [...alike.values()].map((by): Part => {
    const missing = gaps[by[0]!];
    const { day, month, less } = spansOf(days, missing, daily);
    const held: Held[] = [
      { span: "month", at: month, sign: "" },
      { span: "day", at: day, sign: "" },
      { span: "day", at: less, sign: "-" },
    ];
    return { by, held: held.filter(({ at }) => at.length > 0), facts: factsBeside(question, days, edges, missing) };
  });
  return {
    figures: union(parts.flatMap((part) => [...heldFigures(question, part), figuresOf(question, part)])),
    delays: union(parts.flatMap((part) => [...heldDelays(question, part), delaysOf(question, part)])),
    confirmations: (of) =>
      union(
        parts.flatMap((part) => {
          const own = of.filter(({ by }) => part.by.includes(by));
          return own.length > 0
            ? [...heldConfirmations(question, part, own), confirmationsOf(question, part, own)]
            : [];
        }),
      ),
  };
}

type Question = { scope: Scope; query: MessageQuery; cover: Cover };
type Held = { span: "day" | "month"; at: readonly string[]; sign: "" | "-" };
/** What is read alike: what is held at these days and months, and facts that are not counted there. */
type Part = { by: readonly CountedBy[]; held: readonly Held[]; facts: SQL };

const kinds = (by: readonly CountedBy[]) => sql`${sql.param(by)}::count_dimension[]`;
const named = (of: readonly Value[]) =>
  sql`unnest(${kinds(of.map(({ by }) => by))}, ${sql.param(of.map(({ key }) => key))}::text[])`;

const heldFigures = (question: Question, { by, held }: Part): SQL[] =>
  held.map(
    (each) => sql`
      select dimension, (at at time zone 'UTC')::date as day, key, status, ${signed(FIGURES, each)}
      from counts where ${heldBy(question, by, each)}`,
  );

const heldDelays = (question: Question, { by, held }: Part): SQL[] =>
  held.map(
    (each) => sql`
      select dimension, (at at time zone 'UTC')::date as day, key, status, measure, class, ${signed(AMOUNTS, each)}
      from count_delays where ${heldBy(question, by, each)}`,
  );

/** Each of a few values among many is looked up and summed by itself: Postgres would read all and sort them by their texts. */
const heldConfirmations = (question: Question, { by, held }: Part, of: readonly Value[]): SQL[] =>
  held.map(
    (each) => sql`
      select named.dimension, named.key, held.*
      from ${named(of)} as named (dimension, key), lateral (
        select class, ${signedSums(AMOUNTS, each)} from count_delays
        where ${heldBy(question, by, each)} and dimension = named.dimension and key = named.key
          and status = 'delivered' and measure = 'confirmation'
        group by class
      ) as held`,
  );

const signed = (sums: readonly string[], { sign }: Held) => each(sums, (sum) => `${sign}${sum} as ${sum}`);
const signedSums = (sums: readonly string[], { sign }: Held) =>
  each(sums, (sum) => `(${sign}sum(${sum}))::bigint as ${sum}`);

const heldBy = ({ scope, query, cover }: Question, by: readonly CountedBy[], { span, at }: Held) => sql`
  account_id = ${scope.accountId} and span = ${span} and dimension = any(${kinds(by)})
  and at = any(${sql.param(at.map((day) => `${day}T00:00:00Z`))}::timestamptz[])
  and ${cover.allows(sql`key`)} and ${isAsked(query)}`;

const isAsked = ({ filter }: MessageQuery) =>
  filter.status ? sql`status = any(${sql.param(filter.status)}::message_status[])` : sql`true`;

/** Of what the counts do not hold: the edges of the period and the missing days out of the rows, the rest not compacted yet. */
function factsBeside({ scope, query, cover }: Question, days: Parts["days"], edges: Range[], missing: string[]): SQL {
  const uncounted = missing.filter((day) => isIn(days, day)).map((day) => ({ from: day, to: plusDays(day, 1) }));
  const rows = [...edges, ...uncounted].map((range) => factsIn(scope, query.filter, range));
  if (!days) return union(rows);
  const but = uncounted.map((range) => sql`and not (${within(scope, range)})`);
  const key = cover.dimension ? keyOf(cover.dimension) : sql`''`;
  return union([
    ...rows,
    sql`
      select * from (${factsOfDeltas(scope.accountId)}) as delta
      where ${within(scope, { from: days.first, to: plusDays(days.last, 1) })} ${sql.join(but, sql` `)}
        and ${cover.allows(key)} and ${isAsked(query)}`,
  ]);
}

const figuresOf = (question: Question, { by, facts }: Part): SQL => sql`
  select ${placed(question)}, ${each(FIGURES, (figure) => figure)} from (${facts}) as fact, ${told(question, by)}`;

const delaysOf = (question: Question, { by, facts }: Part): SQL => sql`
  select ${placed(question)}, measure, ${classOf(sql`delay`)} as class, messages, messages * delay as milliseconds
  from (${facts}) as fact, ${told(question, by)},
    lateral (values ${each(MEASURES, (measure) => `('${measure}'::delay_measure, ${measure})`)}) as delayed (measure, delay)
  where delay is not null`;

const confirmationsOf = (question: Question, { by, facts }: Part, of: readonly Value[]): SQL => sql`
  select told.dimension, told.key, ${classOf(sql`confirmation`)} as class, messages, messages * confirmation as milliseconds
  from (${facts}) as fact, ${told(question, by)}
  where confirmation is not null and (told.dimension, told.key) in (select * from ${named(of)})`;

function placed({ scope, query: { period } }: Question): SQL {
  const days = { zone: scope.zone, first: dayIn(period.from), last: dayIn(endOf(period)) };
  return sql`told.dimension, ${dayOf(sql`at`, days)} as day, told.key, status`;
}

/** A fact once for each by which it is told apart. */
function told({ scope }: Question, by: readonly CountedBy[]): SQL {
  const keys: Partial<Record<CountedBy, SQL>> = { all: sql`''`, hour: hourOf(sql`at`, scope.zone) };
  const values = by.map((each) => sql`(${each}::count_dimension, ${keys[each] ?? keyOf(each as Dimension)})`);
  return sql`lateral (values ${sql.join(values, sql`, `)}) as told (dimension, key)`;
}

const union = (parts: readonly SQL[]): SQL => sql.join([...parts], sql` union all `);

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

const isIn = (days: Parts["days"], day: string) => days !== null && days.first <= day && day <= days.last;

/** Of more gaps than these the rows alone are as good. */
const MOST_GAPS = 50;

type Gaps = Record<CountedBy, string[]>;

/**
 * The days that are not counted by each dimension, in the period and in the rest of its first and last month. Null: too
 * many; or no day is counted in this zone; or the period begins in a day that the zone skipped (Samoa, 2011), and so
 * after the day that follows it.
 */
async function gapsOf(
  tx: Transaction,
  { accountId, zone }: Scope,
  by: readonly CountedBy[],
  { from }: Period,
  days: Parts["days"],
): Promise<Gaps | null> {
  const { first, last } = days ?? { first: "2000-01-01", last: "2000-01-01" };
  const { rows } = await tx.execute<{ zone: string | null; skipped: boolean; gaps: string[] }>(sql`
    select (select zone from count_zones where account_id = ${accountId}) as zone,
      ${days !== null} and ${firstInstant(sql`${from}`, zone)} > ${firstInstant(sql`${first}`, zone)} as skipped,
      array(
        select dimension || ' ' || (at at time zone 'UTC')::date from count_gaps
        where account_id = ${accountId} and span = 'day' and dimension = any(${kinds(by)})
          and at >= ${`${firstOf(first)}T00:00:00Z`}::timestamptz and at < ${`${nextOf(last)}T00:00:00Z`}::timestamptz
        order by at limit ${(MOST_GAPS + 62) * by.length}
      ) as gaps`);
  const { zone: cutIn, skipped, gaps: found } = rows[0]!;
  // Before the first compaction there are only deltas, and they know no zone.
  if ((cutIn !== null && cutIn !== zone) || skipped) return null;
  const gaps = Object.fromEntries(COUNTED_BY.map((each): [CountedBy, string[]] => [each, []])) as Gaps;
  for (const [dimension, day] of found.map((gap) => gap.split(" "))) gaps[dimension as CountedBy].push(day!);
  return by.every((each) => gaps[each].filter((day) => isIn(days, day)).length <= MOST_GAPS) ? gaps : null;
}

/** The first day of a day's month, and of the one after. */
const firstOf = (day: string) => `${day.slice(0, 7)}-01`;
const nextOf = (day: string) => firstOf(plusDays(`${day.slice(0, 7)}-28`, 4));

type Spans = Record<"day" | "month" | "less", readonly string[]>;

/**
 * Which days and which months, by their first days, are read as they are counted; of a month that is in the question
 * with most of its days the others are taken off: `less`.
 * @param gaps days that are not counted, also those in the rest of the first and the last month.
 */
export function spansOf(days: Parts["days"], gaps: readonly string[], daily: boolean): Spans {
  const spans = { day: [] as string[], month: [] as string[], less: [] as string[] };
  if (!days) return spans;
  for (let month = firstOf(days.first); month <= days.last; month = nextOf(month)) {
    const all: string[] = [];
    for (let day = month; day < nextOf(month); day = plusDays(day, 1)) all.push(day);
    const [asked, others] = [all.filter((day) => isIn(days, day)), all.filter((day) => !isIn(days, day))];
    if (daily || others.length >= asked.length || gaps.some((gap) => all.includes(gap)))
      spans.day.push(...asked.filter((day) => !gaps.includes(day)));
    else {
      spans.month.push(month);
      spans.less.push(...others);
    }
  }
  return spans;
}

/**
 * Whole quarters of an hour from the counts, what a period in minutes leaves over at its two edges from the rows:
 * (at, status, figures), `at` an instant in the quarter. For questions about no dimension; it knows no zone, and so
 * answers also while days are being cut. A period without a whole quarter is an edge altogether.
 */
export function countedQuarters(scope: Scope, query: MessageQuery): SQL {
  const { period, filter } = query;
  const { from, to } = bounds(period, scope.zone);
  const first = sql`least(${quarterOf(sql`${from} + interval '15 minutes' - interval '1 millisecond'`)}, ${to})`;
  const last = sql`greatest(${quarterOf(to)}, ${first})`;
  const figures = each(FIGURES, (figure) => figure);
  const cells = (table: string, also: SQL) => sql`
    select at, status, ${figures} from ${sql.raw(table)}
    where account_id = ${scope.accountId} and ${also} and at >= ${first} and at < ${last} and ${isAsked(query)}`;
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
