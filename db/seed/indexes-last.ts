import type { ClientBase } from "pg";

/** Those that are loaded by the million. */
const TABLES = ["messages", "receipts", "links", "clicks", "texts"];

/**
 * Does the work while the tables have their primary keys only, and makes the other indexes at its end: half the work of
 * growing them row by row. In the transaction of the client, so that they are never missing; others wait meanwhile.
 */
export async function indexesLast<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as definition
     from pg_index where indrelid = any($1::regclass[]) and not indisprimary`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const done = await work();
  for (const { definition } of rows) await client.query(definition);
  return done;
}
