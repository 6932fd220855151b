import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import { closeDatabase, db } from "@/db";
import { migrate } from "@/db/migrate";
import { verifyCredits } from "@/lib/credits/verify";
import { verifyCounts } from "@/lib/messages/counts";
import { startEmbedded } from "@/lib/server/embedded-postgres";

/** The server's own databases are never touched: tests make one of a new name, on this machine only. */
function assertLocal(url: string): void {
  const { hostname } = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new Error(`Tests make and drop databases and run only on this machine, not on ${hostname}.`);
}

/**
 * Vitest's global set-up: a database of its own, migrated from nothing, on TEST_DATABASE_URL (a server's maintenance
 * database) or on an embedded server for the time of the run. Afterwards counts and rows must agree.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) assertLocal(given);
  const server = given ? { url: given, stop: async () => {} } : await startEmbedded({ ephemeral: true });
  const name = `acuse_test_${randomBytes(6).toString("hex")}`;
  await onServer(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.href;
  await migrate(url.href, new Date());
  return async () => {
    await expectToAgree();
    await closeDatabase();
    await onServer(server.url, `drop database if exists ${name} with (force)`);
    await server.stop();
  };
}

/** After every suite: whatever the tests did, each count is the count of its rows, and each ledger adds up. */
async function expectToAgree(): Promise<void> {
  const differences = [];
  // Of an account that has none of them there is nothing to compare.
  const tables = ["messages", "counts", "count_delays", "count_deltas", "credit_movements", "balance_deltas"];
  const { rows } = await db.execute<{ id: number }>(
    sql.raw(`select id from accounts where balance <> 0
      or id in (${tables.map((table) => `select account_id from ${table}`).join(" union ")}) order by id`),
  );
  for (const { id } of rows) {
    for (const each of [...(await verifyCounts(id)), ...(await verifyCredits(id))])
      differences.push({ account: id, ...each });
  }
  if (differences.length === 0) return;
  console.error("Counts and rows, or ledgers and balances, differ:", differences.slice(0, 20));
  process.exitCode = 1;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
