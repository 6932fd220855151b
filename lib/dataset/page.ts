import type { Column } from "./column";
import type { Cursor, Query } from "./dataset";

/** A page of a list; the cursors lead to its neighbours, null at an end. */
export type Page<Row> = { rows: Row[]; previous: Cursor | null; next: Cursor | null };

/** Where rows are read from: the first of the order, or those beyond a place in it, in one or the other direction. */
export type From = { cursor: Cursor | null; backwards: boolean };

/**
 * Reads a page by the places of rows (keyset), so that next and previous never skip or repeat one while others arrive.
 *
 * @param read up to `size + 1` rows: one more than is shown tells whether there is more.
 * @param place where a row stands in the order.
 */
export async function readPage<Row>(
  { page, size }: Pick<Query, "page" | "size">,
  read: (from: From) => Promise<Row[]>,
  place: (row: Row) => Cursor,
): Promise<Page<Row>> {
  const backwards = page !== null && "before" in page;
  const cursor = page && ("before" in page ? page.before : page.after);
  const found = await read({ cursor, backwards });
  // Fewer than a page before the cursor: that is the beginning, and the first page is what one wants to see there.
  if (backwards && found.length <= size) return readPage({ page: null, size }, read, place);
  const more = found.length > size;
  const rows = backwards ? found.slice(0, size).reverse() : found.slice(0, size);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    previous: first && page !== null ? place(first) : null,
    next: last && (more || backwards) ? place(last) : null,
  };
}

/** A raw statement answers instants as text in UTC (`2026-11-23 09:00:14.123+00`); here they become Dates. */
export function withInstants<Row extends Record<string, unknown>>(columns: readonly Column[], row: Row): Row {
  const read = { ...row } as Record<string, unknown>;
  for (const { key, kind } of columns)
    if (kind === "time" && typeof read[key] === "string")
      read[key] = new Date(read[key].replace(" ", "T").replace("+00", "Z"));
  return read as Row;
}
