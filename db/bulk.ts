import { getTableColumns, getTableName, Param, SQL, type SQLChunk, StringChunk, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

type Row<T extends PgTable> = T["$inferInsert"];
type Key<T extends PgTable> = keyof T["$inferInsert"] & string;

/**
 * Many rows in one statement with one array a column: `insert … select from unnest(…)`. The statement's text depends on
 * the columns only, however many rows there are, so it is parsed once, and no limit of bind parameters is met.
 *
 * @param keys the columns that are given; the others take their defaults.
 */
export function insertFrom<T extends PgTable>(table: T, keys: readonly Key<T>[], rows: readonly Row<T>[]): SQL {
  return sql`insert into ${table} (${names(keys)}) select * from ${unnest(table, keys, rows)}`;
}

/** `unnest($1::int[], $2::timestamptz[], …)`: rows as a relation with the columns in the order of `keys`. */
export function unnest<T extends PgTable>(table: T, keys: readonly Key<T>[], rows: readonly Partial<Row<T>>[]): SQL {
  const columns = getTableColumns(table) as Record<string, PgColumn>;
  // One flat list: of fragments within fragments Drizzle makes the text several times more slowly.
  const chunks: SQLChunk[] = [];
  let before = "unnest(";
  for (const key of keys) {
    const column = columns[key];
    if (!column) throw new Error(`${getTableName(table)} has no column ${key}`);
    const values = rows.map((row) => {
      const value = row[key];
      return value === null || value === undefined ? null : column.mapToDriverValue(value);
    });
    chunks.push(new StringChunk(before), new Param(values));
    before = `::${column.getSQLType()}[], `;
  }
  return new SQL([...chunks, new StringChunk(`${before.slice(0, -2)})`)]);
}

export const names = (keys: readonly string[]): SQL => sql.raw(keys.map(quoted).join(", "));

const known = new Map<string, string>();

/** A column as the database calls it, in quotes. */
export function quoted(key: string): string {
  const own = known.get(key) ?? `"${toSnakeCase(key)}"`;
  known.set(key, own);
  return own;
}
