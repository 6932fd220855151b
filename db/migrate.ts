import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as apply } from "drizzle-orm/node-postgres/migrator";
import { runMigrations } from "graphile-worker";
import pg from "pg";

/** Any fixed number: every Acuse that starts on this database takes the same lock. */
const LOCK = 0x6163757365;

/**
 * Brings the schema up to date and makes partitions from the month before `now` to three months after.
 * Under an advisory lock, so that several processes may start at once. Read from db/migrations of the working folder.
 */
export async function migrate(url: string, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "acuse-migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    // An older server says that an extension is there already; that is no news.
    await client.query("set client_min_messages to warning");
    await apply(drizzle(client), { migrationsFolder: "db/migrations" });
    await runMigrations({ connectionString: url });
    await ensurePartitions(client, monthsFrom(now, -1), monthsFrom(now, 3));
  } finally {
    await client.end();
  }
}

/** Monthly partitions (UTC) of messages, receipts and clicks that cover the two instants and what lies between. */
export async function ensurePartitions(client: Pick<pg.Client, "query">, since: Date, until: Date): Promise<void> {
  await client.query("select ensure_partitions($1, $2)", [since, until]);
}

export const monthsFrom = (now: Date, months: number) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
