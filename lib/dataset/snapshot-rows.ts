import { type SQL, sql } from "drizzle-orm";
import { databaseOn, type Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { openFileConnection } from "./file-connection";
import { literalSql } from "./literal-sql";

const BATCH = 500;

export type StoredRow = Record<string, unknown>;

/**
 * The totals of a question and its rows one after the other, both of one snapshot, for files that are drawn here and not
 * by Postgres. Instants come as Date, decimals as text.
 *
 * @param count called first, in the transaction of the rows.
 * @param select the rows in their order, each column under its key.
 * @param signal ends it at once, wherever it is.
 * @returns rows in batches that must be read to their end, given back (`return`) or aborted; nobody is waited for longer
 * than two minutes.
 * @throws TooManyFiles; pg's DatabaseError; also while the rows are read.
 */
export async function snapshotRows<T>(
  scope: Scope,
  count: (tx: Transaction) => Promise<T>,
  select: SQL,
  signal: AbortSignal,
): Promise<{ totals: T; batches: AsyncGenerator<StoredRow[]> }> {
  signal.throwIfAborted();
  const client = await openFileConnection(scope);
  const leave = () => client.connection.stream.destroy();
  signal.addEventListener("abort", leave, { once: true });
  client.once("end", () => signal.removeEventListener("abort", leave));
  if (signal.aborted) leave();
  try {
    await client.query("set idle_in_transaction_session_timeout = '2min'");
    await client.query("begin isolation level repeatable read read only");
    const totals = await counted(databaseOn(client) as unknown as Transaction, count);
    await client.query(`declare list no scroll cursor for ${literalSql(select)}`);
    const fetch = async () => (await client.query<StoredRow>(`fetch ${BATCH} from list`)).rows;
    return { totals, batches: batchesOf(await fetch(), fetch, () => client.end()) };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** How files are read, row by row, is no way to count. */
async function counted<T>(tx: Transaction, count: (tx: Transaction) => Promise<T>): Promise<T> {
  await tx.execute(sql`set local enable_hashjoin = on`);
  const totals = await count(tx);
  await tx.execute(sql`set local enable_hashjoin = off`);
  return totals;
}

async function* batchesOf(
  first: StoredRow[],
  fetch: () => Promise<StoredRow[]>,
  end: () => Promise<void>,
): AsyncGenerator<StoredRow[]> {
  try {
    for (let rows = first; rows.length > 0; rows = rows.length < BATCH ? [] : await fetch()) yield rows;
  } finally {
    await end();
  }
}
