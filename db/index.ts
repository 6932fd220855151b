import type { ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type NodePgDatabase, type NodePgTransaction } from "drizzle-orm/node-postgres";
import pg from "pg";
import { readEnv } from "../lib/env";
import { AppError } from "../lib/errors";
import * as schema from "./schema";
import { type How, transactOn } from "./transaction";

export type Database = NodePgDatabase<typeof schema>;
export type Transaction = NodePgTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

// int8 as number: our counts and ids stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

// Next bundles this file and the front door has it too: one pool a process, whoever comes first.
const held = globalThis as { acusePool?: pg.Pool; acuseDatabase?: Database };

/** The process's pool, made at first use from DATABASE_URL (set by the launcher for the embedded server). */
export function pool(): pg.Pool {
  if (!held.acusePool) {
    const env = readEnv();
    held.acusePool = new pg.Pool({
      connectionString: env.DATABASE_URL,
      max: env.DATABASE_POOL,
      application_name: "acuse",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      // Instants come back as UTC texts wherever the server lives.
      options: "-c TimeZone=UTC",
    });
    // A connection that breaks, idle or being closed (the server restarts or stops), must not end the process: whoever
    // uses it is told by the query, and the next use makes a new one.
    held.acusePool.on("error", () => {});
    held.acusePool.on("connect", (client) => client.on("error", () => {}));
  }
  return held.acusePool;
}

/** Drizzle over one connection of its own. */
export const databaseOn = (client: pg.Client): Database => drizzle(client, { schema, casing: "snake_case" });

/** Drizzle over the pool. Opened lazily, so that importing a query never needs a database. */
export const db: Database = new Proxy({} as Database, {
  get(_, property) {
    if (property === "transaction") return transaction;
    held.acuseDatabase ??= drizzle(pool(), { schema, casing: "snake_case" });
    const value = Reflect.get(held.acuseDatabase, property);
    return typeof value === "function" ? value.bind(held.acuseDatabase) : value;
  },
});

const overOne = new WeakMap<pg.PoolClient, Database>();

const transaction: Database["transaction"] = (work, config) => transact(work, config);

/**
 * A transaction that reads or locks before it writes, for the hot path: it waits for the database once less.
 * See `alongside` in transaction.ts for what else need not be waited for.
 */
export const readThenWrite = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => transact(work, { eager: true });

async function transact<T>(work: (tx: Transaction) => Promise<T>, how?: How): Promise<T> {
  const client = await pool().connect();
  const database = overOne.get(client) ?? drizzle(client, { schema, casing: "snake_case" });
  overOne.set(client, database);
  return transactOn(client, database, work, how);
}

/** A question that takes longer holds up others; its asker is told to narrow it. */
const LONGEST_QUESTION = "20s";
const CANCELLED = "57014";

/**
 * A list, its totals and its file are one snapshot: nothing that arrives meanwhile is in one and not the other.
 * @throws AppError unavailable (key `too-slow`) after 20 seconds.
 */
export async function snapshot<T>(read: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    // Of many small parts Postgres expects much, and would compile for longer than they take.
    const settings = `set local statement_timeout = '${LONGEST_QUESTION}'; set local jit = off`;
    return await transact(read, { isolationLevel: "repeatable read", accessMode: "read only", settings, eager: true });
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code !== CANCELLED) throw error;
    throw new AppError("unavailable", "The question took too long; ask for a shorter period.", "too-slow");
  }
}

export async function closeDatabase(): Promise<void> {
  const open = held.acusePool;
  held.acusePool = undefined;
  held.acuseDatabase = undefined;
  await open?.end();
}
