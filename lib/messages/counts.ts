import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import type { counts } from "@/db/schema";
import { AppError } from "@/lib/errors";

/*
 * The counts as a whole: compacted by the worker, checked against the rows, made again from them. Each runs on one
 * snapshot of one account, in plain statements with one constant account_id, and never stops those who write: what
 * they append meanwhile is in neither the rows nor the counts of the snapshot.
 */

/** Figures that a cell of the counts holds, each a sum over its messages. */
const FIGURES = ["messages", "segments", "credits", "clicked", "clicks", "robot_clicks"] as const;
export type Figure = (typeof FIGURES)[number];

/** One figure of one cell where counts and rows differ; exact decimal texts. */
export type Difference = Pick<typeof counts.$inferSelect, "kind" | "key" | "status"> & {
  /** First instant of the quarter, in UTC; the epoch for a campaign. */
  at: string;
  figure: Figure;
  counted: string;
  inRows: string;
};

/** More than these tell nobody more. */
export const MOST_DIFFERENCES = 1_000;

const CELL = sql.raw("account_id, kind, key, at, status");
const figures = (write: (figure: Figure) => string, between = ", ") => sql.raw(FIGURES.map(write).join(between));
const SUMS = figures((figure) => `sum(${figure}) as ${figure}`);
const NAMES = figures((figure) => figure);

const ATTEMPTS = 100;
const PAUSE_MS = 100;

/**
 * Moves what the account's deltas hold into its counts. A cell that has come to nothing is removed, so that the
 * statuses a message passes through leave no trace.
 * @returns how many deltas were moved; 0 also when another process was at the counts of this account.
 */
export async function compactCounts(accountId: number): Promise<number> {
  const moved = await alone(accountId, async (tx) => {
    await tx.execute(sql`
      insert into counts (${CELL}, ${NAMES})
      select ${CELL}, ${SUMS} from count_deltas where account_id = ${accountId} group by ${CELL}
      on conflict (${CELL}) do update set ${figures((figure) => `${figure} = counts.${figure} + excluded.${figure}`)}`);
    await tx.execute(sql`
      delete from counts using count_deltas as moved
      where counts.account_id = ${accountId} and moved.account_id = ${accountId}
        and counts.kind = moved.kind and counts.key = moved.key and counts.at = moved.at and counts.status = moved.status
        and ${figures((figure) => `counts.${figure} = 0`, " and ")}`);
    return tx.execute(sql`delete from count_deltas where account_id = ${accountId}`);
  });
  return moved?.rowCount ?? 0;
}

/**
 * Makes the account's counts again from its rows.
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
  await tx.execute(sql`delete from count_deltas where account_id = ${accountId}`);
  await tx.execute(sql`delete from counts where account_id = ${accountId}`);
  // In order, because they are read in order: a year of quarters is a tenth of the pages then.
  await tx.execute(sql`
    insert into counts (${CELL}, ${NAMES})
    select ${accountId}::integer, kind, key, at, status, ${NAMES} from (${cellsOfRows(accountId)}) as counted
    order by kind, key, at, status`);
}

/** Every figure of every cell that is not what the account's rows say, at most `MOST_DIFFERENCES`; none when all is well. */
export async function verifyCounts(accountId: number): Promise<Difference[]> {
  const { rows } = await db.execute<Difference>(sql`
    with counted as (
      select kind, key, at, status, ${SUMS} from (
        select kind, key, at, status, ${NAMES} from counts where account_id = ${accountId}
        union all
        select kind, key, at, status, ${NAMES} from count_deltas where account_id = ${accountId}
      ) as parts group by kind, key, at, status
    ),
    in_rows as (${cellsOfRows(accountId)}),
    compared as (
      select kind, key, at, status, compare.*
      from counted full join in_rows using (kind, key, at, status),
      lateral (values ${figures((figure) => `('${figure}', coalesce(counted.${figure}, 0)::numeric, coalesce(in_rows.${figure}, 0)::numeric)`)})
        as compare (figure, counted, in_rows)
    )
    select kind, key, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, status, figure,
      trim_scale(counted)::text as counted, trim_scale(in_rows)::text as "inRows"
    from compared where counted <> in_rows
    order by kind, key, at, status, figure limit ${MOST_DIFFERENCES}`);
  return rows;
}

/** What the counts should hold, from the rows: the same cells that `changeMessages` appends deltas to, in one pass. */
const cellsOfRows = (accountId: number): SQL => sql`
  select
    (case when grouping(quarter) = 0 then 'quarter' else 'campaign' end)::count_kind as kind,
    case when grouping(quarter) = 0 then '' else campaign_id::text end as key,
    case when grouping(quarter) = 0 then quarter else 'epoch'::timestamptz end as at,
    status, ${SUMS}
  from (
    select date_bin('15 minutes', sent_at, 'epoch'::timestamptz) as quarter, campaign_id, status,
      1 as messages, segments, credits, (clicks > 0)::integer as clicked, clicks, robot_clicks
    from messages where account_id = ${accountId}
  ) as message
  group by grouping sets ((quarter, status), (campaign_id, status))
  having grouping(quarter) = 0 or campaign_id is not null`;

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
