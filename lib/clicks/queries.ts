import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { db, snapshot, type Transaction } from "@/db";
import { clicks, linkTargets } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type From, type Page, readPage, withInstants } from "@/lib/dataset/page";
import { expressions, joinsFor } from "./columns";
import { type ClickColumn, type ClickQuery, clickDataset } from "./dataset";
import { matching } from "./matching";
import { type ClickTotals, countClicks } from "./totals";

/** A row of the list: the columns that were asked for, and what the page needs of every row. */
export type ClickRow = { id: string; at: Date; message: string } & Partial<Record<ClickColumn, unknown>>;

const ALWAYS = ["at", "message", "who", "rule"] as const satisfies ClickColumn[];

/** One page, newest first, and the totals of all that matches, in one snapshot. */
export async function listClicks(
  scope: Scope,
  query: ClickQuery,
  columns: readonly ClickColumn[],
): Promise<Page<ClickRow> & { totals: ClickTotals }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const list = await page(tx, scope, query, columns);
    return { ...list, totals: await countClicks(tx, scope, query) };
  });
}

/** The page alone, for programs that follow the cursor. */
export async function pageClicks(
  scope: Scope,
  query: ClickQuery,
  columns: readonly ClickColumn[],
): Promise<Page<ClickRow>> {
  demand(scope, "read");
  return snapshot((tx) => page(tx, scope, query, columns));
}

const page = (tx: Transaction, scope: Scope, query: ClickQuery, columns: readonly ClickColumn[]) =>
  readPage(
    query,
    (from) => read(tx, scope, query, columns, from),
    ({ at, id }) => ({ at: at.toISOString(), id }),
  );

async function read(
  tx: Transaction,
  scope: Scope,
  query: ClickQuery,
  columns: readonly ClickColumn[],
  { cursor, backwards }: From,
): Promise<ClickRow[]> {
  const direction = backwards ? asc : desc;
  const beyond = backwards ? sql`>` : sql`<`;
  const keys = [...new Set([...ALWAYS, ...columns])];
  const selected = keys.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`);
  const place = sql`(${clicks.at}, ${clicks.id})`;
  // The page is cut before more is joined to it than the filters need, under the table's own name.
  const { rows } = await tx.execute(sql`
    select ${clicks.id} as id, ${sql.join(selected, sql`, `)}
    from (
      select clicks.* from ${clicks} ${joinsFor([], query.filter)}
      where ${matching(scope, query)}
        ${cursor ? sql`and ${place} ${beyond} (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : sql``}
      order by ${direction(clicks.at)}, ${direction(clicks.id)}
      limit ${query.size + 1}
    ) as clicks ${joinsFor(keys)}
    order by ${direction(clicks.at)}, ${direction(clicks.id)}`);
  return rows.map((row) => withInstants(clickDataset.columns, row) as ClickRow);
}

/** What a file is made of: all rows of the question in its order, each column under its key, as it is stored. */
export function selectForFile(scope: Scope, query: ClickQuery, columns: readonly ClickColumn[]): SQL {
  demand(scope, "read");
  const selected = columns.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`);
  return sql`select ${sql.join(selected, sql`, `)} from ${clicks} ${joinsFor(columns, query.filter)}
    where ${matching(scope, query)} order by ${clicks.at} desc, ${clicks.id} desc`;
}

/** When the account's newest visit was, whatever the question; null: it has none at all. */
export async function newestVisit(scope: Scope): Promise<Date | null> {
  demand(scope, "read");
  const [newest] = await db
    .select({ at: clicks.at })
    .from(clicks)
    .where(eq(clicks.accountId, scope.accountId))
    .orderBy(desc(clicks.at))
    .limit(1);
  return newest?.at ?? null;
}

/** What was seen lately of each thing that can be chosen from a list. */
const SEEN = ["country", "device", "system", "browser", "language"] as const;
export type Seen = Record<(typeof SEEN)[number], { value: string; label: string }[]>;

export async function seenLately(scope: Scope): Promise<Seen> {
  demand(scope, "read");
  const lately = db
    .select()
    .from(clicks)
    .where(eq(clicks.accountId, scope.accountId))
    .orderBy(desc(clicks.at), desc(clicks.id))
    .limit(5_000)
    .as("lately");
  const { country, device, system, browser, language } = lately;
  const rows = await db.selectDistinct({ country, device, system, browser, language }).from(lately);
  const distinct = (key: (typeof SEEN)[number]) => {
    const values = new Set(rows.map((row) => row[key]).filter((value) => value !== null));
    return [...values].sort().map((value) => ({ value, label: value }));
  };
  return Object.fromEntries(SEEN.map((key) => [key, distinct(key)])) as Seen;
}

/** Where links lead, by their numbers. */
export async function namedTargets(scope: Scope, ids: readonly number[]): Promise<{ value: string; label: string }[]> {
  demand(scope, "read");
  if (ids.length === 0) return [];
  const found = await db
    .select({ id: linkTargets.id, url: linkTargets.url })
    .from(linkTargets)
    .where(and(eq(linkTargets.accountId, scope.accountId), inArray(linkTargets.id, [...ids])));
  return found.map(({ id, url }) => ({ value: String(id), label: url }));
}
