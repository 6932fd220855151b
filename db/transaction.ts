import type { Duplex } from "node:stream";
import { type SQL, sql } from "drizzle-orm";
import { type NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres";
import type { PgDialect, PgTransactionConfig } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { Database, Transaction } from "./index";
import { runPrepared } from "./prepared";

type Client = pg.PoolClient & { pipeline?: boolean; connection?: { stream: Duplex } };

/** Each open transaction's connection, and the statements whose answers nobody has waited for. */
const open = new WeakMap<object, { client: Client; unanswered: Promise<unknown>[] }>();

export type How = PgTransactionConfig & {
  /**
   * `begin` goes along with the first statement. For work that reads first: if `begin` failed, a write that went along
   * with it would stand by itself.
   */
  eager?: boolean;
  /** `set local …`, which go along with `begin`. */
  settings?: string;
};

/**
 * One transaction on a connection of the pool, which it gives back whatever happens. As Drizzle's own, but the driver is
 * in its pipeline mode meanwhile: a statement may be sent before the one before it is answered.
 */
export async function transactOn<T>(
  client: Client,
  database: Database,
  work: (tx: Transaction) => Promise<T>,
  how: How = {},
): Promise<T> {
  const { dialect, session } = database as unknown as { dialect: PgDialect; session: NodePgSession<never, never> };
  const tx = new NodePgTransaction(dialect, session, undefined) as unknown as Transaction;
  let broken: Error | undefined;
  client.pipeline = true;
  const own: Promise<unknown>[] = [];
  open.set(tx, { client, unanswered: own });
  try {
    together(client);
    const begun = send(tx, begin(how));
    if (how.eager) leave(own, begun);
    else await begun;
    const result = await work(tx);
    together(client);
    await Promise.all([...own, send(tx, sql`commit`)]);
    return result;
  } catch (error) {
    const [first] = (await Promise.allSettled(own)).filter(({ status }) => status === "rejected");
    await send(tx, sql`rollback`).catch((failure: Error) => {
      broken = failure;
    });
    // Whatever came after the one that failed has only heard that the transaction is aborted.
    throw first ? (first as PromiseRejectedResult).reason : error;
  } finally {
    client.pipeline = false;
    client.release(broken);
  }
}

/**
 * Sends a statement of the hot path whose answer does not matter, and does not wait for it: it goes along with what follows,
 * at the latest the commit, which fails if it failed. In a transaction within another one it is waited for.
 */
export async function alongside(tx: Transaction, statement: SQL): Promise<void> {
  const own = open.get(tx);
  if (own) together(own.client);
  const answer = runPrepared(tx, statement);
  if (own) leave(own.unanswered, answer);
  else await answer;
}

/** What is sent in one turn goes over the line as one: each write wakes the server. */
function together({ connection }: Client): void {
  const stream = connection?.stream;
  stream?.cork();
  // After all that is resolved already has gone on.
  process.nextTick(() => stream?.uncork());
}

/** At once: Drizzle's own promises send when they are waited for, and again each time. */
const send = (tx: Transaction, statement: SQL): Promise<unknown> => tx.execute(statement).execute();

function leave(own: Promise<unknown>[], answer: Promise<unknown>): void {
  own.push(answer);
  // It is told when the transaction ends.
  answer.catch(() => {});
}

function begin({ isolationLevel, accessMode, settings }: How): SQL {
  const words = ["begin", isolationLevel && `isolation level ${isolationLevel}`, accessMode];
  return sql.raw([words.filter(Boolean).join(" "), settings].filter(Boolean).join("; "));
}
