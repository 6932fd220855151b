import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { dayOf as dayIn, endOf, type Period, plusDays } from "@/lib/dataset/period";
import { firstInstant } from "@/lib/dataset/sql";
import { AMOUNTS, classOf, dayOf, each, FIGURES, factsOfDeltas, hourOf, keyOf } from "../cells";
import type { MessageQuery } from "../dataset";
import { COUNTED_BY, type CountedBy, type Dimension, MEASURES } from "../dimensions";
import { type Cover, isAsked } from "./cover";
import { factsBetween, union } from "./facts";
import { firstOf, isIn, nextOf, type Parts, partsOf, type Range, spansOf } from "./spans";

/*
 * What a question's messages add up to, out of the counts: whole days and months, or quarters of an hour, and of what a
 * period in minutes leaves over at its edges the rows. The same figures as out of the rows alone, because rows and
 * counts change together and days are cut at the same instants. Read in the snapshot of everything else.
 */

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

/** Of what the counts do not hold: the edges of the period and the missing days out of the rows, the rest not compacted yet. */
function factsBeside({ scope, query, cover }: Question, days: Parts["days"], edges: Range[], missing: string[]): SQL {
  const uncounted = missing.filter((day) => isIn(days, day)).map((day) => ({ from: day, to: plusDays(day, 1) }));
  const rows = [...edges, ...uncounted].map(({ from, to }) =>
    factsBetween(scope, query, startOf(scope, from), startOf(scope, to)),
  );
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

const startOf = ({ zone }: Scope, local: string) => firstInstant(sql`${local}`, zone);

const within = (scope: Scope, { from, to }: Range) => sql`at >= ${startOf(scope, from)} and at < ${startOf(scope, to)}`;

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
