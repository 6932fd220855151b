import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import type { counts } from "@/db/schema";
import { firstInstant } from "@/lib/dataset/sql";
import { AppError } from "@/lib/errors";
import {
  AMOUNTS,
  atOf,
  CELL,
  type Days,
  dayOf,
  delayCells,
  each,
  FIGURES,
  factsOfDeltas,
  factsOfRows,
  figureCells,
  keyOf,
  monthOf,
} from "./cells";
import { COUNTED_BY, DIMENSIONS } from "./dimensions";

/*
 * The counts as a whole: compacted by the worker, checked against the rows, made again from them. Each runs on one
 * snapshot of one account, in plain statements with one constant account_id, and never stops those who write: what
 * they append meanwhile is in neither the rows nor the counts of the snapshot.
 */

/** One figure of one cell where counts and rows differ; exact decimal texts. */
export type Difference = Pick<typeof counts.$inferSelect, "span" | "dimension" | "key" | "status"> & {
  /** As in the table: the quarter's first instant, or midnight UTC of the day's or the month's date. */
  at: string;
  /** A figure of the cell, or what it holds of a class of delays: `confirmation 12 messages`. */
  figure: string;
  counted: string;
  inRows: string;
};

/** More than these tell nobody more. */
export const MOST_DIFFERENCES = 1_000;

/** A day with more values of a dimension is not counted by it: it would have as many cells as messages. */
export const MOST_VALUES = 1_000;

const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** A table of cells, what it adds up, and where its cells come from. @param of a word before the name of a figure. */
type Table = {
  name: SQL;
  cell: SQL;
  sums: readonly string[];
  cellsOf(facts: SQL, days: Days): SQL;
  of: SQL;
};
const COUNTS: Table = { name: sql.raw("counts"), cell: CELL, sums: FIGURES, cellsOf: figureCells, of: sql`''` };
const DELAYS: Table = {
  name: sql.raw("count_delays"),
  cell: sql`${CELL}, measure, class`,
  sums: AMOUNTS,
  cellsOf: delayCells,
  of: sql`measure || ' ' || class || ' '`,
};
const TABLES = [COUNTS, DELAYS];
const UNCUT: Table = { ...COUNTS, sums: FIGURES.filter((figure) => figure !== "silent") };

/**
 * Moves what the account's deltas hold into its counts; where those are cut in another zone than the account's, they are
 * made again. A cell that has come to nothing is removed, so that the statuses a message passes through leave no trace.
 * @returns how many deltas were moved; 0 also when another process was at the counts of this account.
 */
export async function compactCounts(accountId: number): Promise<number> {
  const moved = await alone(accountId, async (tx) => {
    await withoutJit(tx);
    const { zone, cutIn } = await zonesOf(tx, accountId);
    if (cutIn !== null && cutIn !== zone) {
      await rebuildWithin(tx, accountId);
      return null;
    }
    const days = await daysOf(tx, rangeOfDeltas(accountId), zone);
    if (!days) return null;
    if (cutIn === null) await tx.execute(sql`insert into count_zones values (${accountId}, ${zone})`);
    for (const { name, cell, sums, cellsOf } of TABLES) {
      await tx.execute(sql`
        insert into ${name} as held (account_id, ${cell}, ${each(sums, (sum) => sum)})
        select ${accountId}::integer, moved.* from (${cellsOf(factsOfDeltas(accountId), days)}) as moved
        where (${each(sums, (sum) => `${sum} <> 0`, " or ")}) and ${notInGap(accountId, sql`moved`)}
        order by ${cell}
        on conflict (account_id, ${cell}) do update set ${each(sums, (sum) => `${sum} = held.${sum} + excluded.${sum}`)}`);
    }
    const touched = sql`array(select distinct ${atOf(dayOf(sql`at`, days))} from count_deltas where account_id = ${accountId})`;
    await makeGaps(tx, accountId, touched);
    await removeEmpty(tx, accountId, touched);
    return tx.execute(sql`delete from count_deltas where account_id = ${accountId}`);
  });
  return moved?.rowCount ?? 0;
}

/**
 * Makes the account's counts again from its rows, cut in its zone.
 * @throws AppError conflict, when another process kept being at the counts of this account.
 */
export async function rebuildCounts(accountId: number): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await alone(accountId, (tx) => rebuildWithin(tx, accountId).then(() => true))) return;
    await sleep(PAUSE_MS);
  }
  throw new AppError("conflict", `The counts of account ${accountId} are being compacted or rebuilt elsewhere.`);
}

/** The same inside the caller's transaction, for whoever has loaded rows without their deltas. */
export async function rebuildWithin(tx: Transaction, accountId: number): Promise<void> {
  await withoutJit(tx);
  for (const table of ["count_deltas", "counts", "count_delays", "count_gaps", "count_zones"])
    await tx.execute(sql`delete from ${sql.raw(table)} where account_id = ${accountId}`);
  const { zone } = await zonesOf(tx, accountId);
  await tx.execute(sql`insert into count_zones values (${accountId}, ${zone})`);
  const days = await daysOf(tx, rangeOfRows(accountId), zone);
  if (!days) return;
  // In order, because they are read in order: a year of quarters is a tenth of the pages then.
  for (const { name, cell, sums, cellsOf } of TABLES) {
    await tx.execute(sql`
      insert into ${name} (account_id, ${cell}, ${each(sums, (sum) => sum)})
      select ${accountId}::integer, counted.* from (${cellsOf(factsOfRows(rowsOf(accountId, days)), days)}) as counted
      where ${notInGap(accountId, sql`counted`)}
      order by ${cell}`);
    await makeGaps(tx, accountId);
  }
}

/**
 * Every figure of every cell that is not what the account's rows say, at most `MOST_DIFFERENCES`; none when all is well.
 * Counts that wait to be cut in another zone are compared in the one they are cut in.
 */
export async function verifyCounts(accountId: number): Promise<Difference[]> {
  return db.transaction(
    async (tx) => {
      await withoutJit(tx);
      const { zone, cutIn } = await zonesOf(tx, accountId);
      const range = sql`${rangeOfRows(accountId)} union all ${rangeOfDeltas(accountId)}`;
      const days = (await daysOf(tx, range, cutIn || zone)) ?? NO_DAYS;
      const differences: Difference[] = [];
      // Of an older version, and not made again yet: of days and delays nothing is held, and nothing is read.
      if (cutIn === "")
        differences.push(...(await compare(tx, accountId, days, UNCUT, sql`span in ('quarter', 'ever')`)));
      else for (const table of TABLES) differences.push(...(await compare(tx, accountId, days, table, sql`true`)));
      return differences.slice(0, MOST_DIFFERENCES);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function compare(
  tx: Transaction,
  accountId: number,
  days: Days,
  { name, cell, sums, cellsOf, of }: Table,
  condition: SQL,
): Promise<Difference[]> {
  const names = each(sums, (sum) => sum);
  const held = sql`
    select ${cell}, ${each(sums, (sum) => `sum(${sum}) as ${sum}`)} from (
      select ${cell}, ${names} from ${name} where account_id = ${accountId}
      union all
      select ${cell}, ${names} from (${cellsOf(factsOfDeltas(accountId), days)}) as moved where ${notInGap(accountId, sql`moved`)}
    ) as parts group by ${cell}`;
  const { rows } = await tx.execute<Difference>(sql`
    with held as (${held}),
    in_rows as (
      select * from (${cellsOf(factsOfRows(rowsOf(accountId, days)), days)}) as counted where ${notInGap(accountId, sql`counted`)}
    ),
    compared as (
      select ${cell}, compare.* from held full join in_rows using (${cell}), lateral (values ${each(
        sums,
        (sum) => `('${sum}', coalesce(held.${sum}, 0)::numeric, coalesce(in_rows.${sum}, 0)::numeric)`,
      )}) as compare (figure, counted, in_rows)
      where ${condition}
    )
    select span, dimension, key, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, status,
      ${of} || figure as figure, trim_scale(counted)::text as counted, trim_scale(in_rows)::text as "inRows"
    from compared where counted <> in_rows
    order by ${cell}, figure limit ${MOST_DIFFERENCES}`);
  return rows;
}

/** Of many days in many partitions Postgres expects much, and would compile for longer than they take. */
const withoutJit = (tx: Transaction) => tx.execute(sql`set local jit = off`);

/** Those of the days, which are all; so Postgres knows when it plans which partitions hold none. */
const rowsOf = (accountId: number, { zone, first, last }: Days) => sql`
  select * from messages where account_id = ${accountId}
    and sent_at >= ${firstInstant(sql`${first}`, zone)} and sent_at < ${firstInstant(sql`(${last}::date + 1)`, zone)}`;
const rangeOfRows = (accountId: number) =>
  sql`select min(sent_at) as first, max(sent_at) as last from messages where account_id = ${accountId}`;
const rangeOfDeltas = (accountId: number) =>
  sql`select min(at) as first, max(at) as last from count_deltas where account_id = ${accountId}`;

/** The zone of the account, and the one its counts are cut in: null before the first compaction. */
async function zonesOf(tx: Transaction, accountId: number): Promise<{ zone: string; cutIn: string | null }> {
  const { rows } = await tx.execute<{ zone: string; cutIn: string | null }>(sql`
    select zone, (select zone from count_zones where account_id = ${accountId}) as "cutIn"
    from accounts where id = ${accountId}`);
  return rows[0]!;
}

const NO_DAYS: Days = { zone: "UTC", first: "2000-01-01", last: "2000-01-01" };

/** All days that the range (first, last) reaches into, with one more at each end; null: there is none. */
async function daysOf(tx: Transaction, range: SQL, zone: string): Promise<Days | null> {
  const { rows } = await tx.execute<{ first: string | null; last: string }>(sql`
    select ((min(first) at time zone ${zone})::date - 1)::text as first, ((max(last) at time zone ${zone})::date + 1)::text as last
    from (${range}) as range`);
  const { first, last } = rows[0]!;
  return first === null ? null : { zone, first, last };
}

const notInGap = (accountId: number, cell: SQL) => sql`
  not exists (select from count_gaps as gap where gap.account_id = ${accountId} and gap.span = ${cell}.span
    and gap.dimension = ${cell}.dimension and gap.at = ${cell}.at)`;

/** Days that have come to hold too many values, and their months, are counted by that dimension no longer. @param at which days; all. */
async function makeGaps(tx: Transaction, accountId: number, at?: SQL): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    with crowded as (
      select dimension, at from counts
      where account_id = ${accountId} and span = 'day' and dimension in (${each(DIMENSIONS, (name) => `'${name}'`)})
        and ${at ? sql`at = any(${at})` : sql`true`}
      group by dimension, at having count(distinct key) > ${MOST_VALUES}
    )
    insert into count_gaps
    select ${accountId}::integer, span, dimension, begin
    from crowded, lateral (values ('day'::count_span, at), ('month', ${monthOf(sql`at`)})) as gap (span, begin)
    on conflict do nothing`);
  if (!rowCount) return;
  for (const { name } of TABLES)
    await tx.execute(sql`
      delete from ${name} as held using count_gaps as gap
      where held.account_id = ${accountId} and gap.account_id = ${accountId}
        and held.span = gap.span and held.dimension = gap.dimension and held.at = gap.at`);
}

/** Cells that have come to nothing, among those that the deltas may have changed. @param days as the counts write them. */
async function removeEmpty(tx: Transaction, accountId: number, days: SQL): Promise<void> {
  const of = (values: SQL) => sql`array(select distinct ${values} from count_deltas where account_id = ${accountId})`;
  const dimensions = sql`dimension in (${each(COUNTED_BY, (name) => `'${name}'`)})`;
  const places = [
    sql`span = 'quarter' and dimension = 'all' and at = any(${of(sql`at`)})`,
    sql`span = 'day' and ${dimensions} and at = any(${days})`,
    sql`span = 'month' and ${dimensions} and at = any(array(select distinct ${monthOf(sql`day`)} from unnest(${days}) as day))`,
    sql`span = 'ever' and dimension = 'campaign' and at = 'epoch' and key = any(${of(keyOf("campaign"))})`,
  ];
  for (const { name, sums } of TABLES)
    for (const place of places)
      await tx.execute(sql`
        delete from ${name} where account_id = ${accountId} and ${each(sums, (sum) => `${sum} = 0`, " and ")} and ${place}`);
}

/**
 * A snapshot with the account's counts to itself; null when another process is at them. The lock alone would not do,
 * because a snapshot may be older than the lock; Postgres then refuses the transaction.
 */
async function alone<T>(accountId: number, work: (tx: Transaction) => Promise<T>): Promise<T | null> {
  const lock = sql`select pg_try_advisory_xact_lock(hashtext('acuse.counts'), ${accountId}) as free`;
  try {
    return await db.transaction(
      async (tx) => {
        const { rows } = await tx.execute<{ free: boolean }>(lock);
        return rows[0]?.free ? work(tx) : null;
      },
      { isolationLevel: "repeatable read" },
    );
  } catch (error) {
    if (isSerializationFailure(error)) return null;
    throw error;
  }
}

/** Drizzle wraps what the driver throws. */
function isSerializationFailure(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return (cause as { code?: string }).code === "40001";
}
