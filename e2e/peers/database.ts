import pg from "pg";
import { findEmbedded } from "@/lib/server/embedded-postgres";
import { dataDirectory } from "@/lib/server/postgres-user";
import type { RunningApp } from "./app";

/** A connection to the database of an application under test, for whoever looks at what is really there. */
export async function databaseOf({ data }: RunningApp): Promise<pg.Client> {
  const folder = data ?? process.env.ACUSE_DATA;
  const url = process.env.ACUSE_TEST_URL && process.env.DATABASE_URL;
  const client = new pg.Client({ connectionString: url || (await findEmbedded(dataDirectory("acuse", folder)))!.url });
  await client.connect();
  return client;
}

/** What happens by itself: what a worker compacts, and the log of what people did, to which a refused attempt may add. */
const BY_ITSELF = /^(?:counts|count_|balance_deltas|gateway_hours|outbox)/;

/** A fingerprint of every row that an account has, by table. */
export async function rowsOf(client: pg.Client, accountId: number): Promise<Record<string, string>> {
  const { rows: tables } = await client.query<{ name: string; key: string }>(`
    select table_name as name, 'account_id' as key from information_schema.columns join pg_class on relname = table_name
      where table_schema = 'public' and column_name = 'account_id' and not relispartition
    union all select 'accounts', 'id'`);
  const found: Record<string, string> = {};
  for (const { name, key } of tables) {
    if (BY_ITSELF.test(name)) continue;
    const { rows } = await client.query<{ told: string | null }>(
      `select count(*) || ' ' || md5(string_agg(own::text, ' ' order by own::text)) as told from "${name}" as own where ${key} = $1`,
      [accountId],
    );
    if (rows[0]?.told) found[name] = rows[0].told;
  }
  return found;
}
