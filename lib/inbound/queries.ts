import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { db, snapshot, type Transaction } from "@/db";
import { gateways, inboundMessages as inbound } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type From, type Page, readPage, withInstants } from "@/lib/dataset/page";
import { anyOf, contains, equals, numbered, within } from "@/lib/dataset/sql";
import { notFound } from "@/lib/errors";
import { instantOf } from "@/lib/messages/uuid7";
import { type InboundColumn, type InboundQuery, inboundDataset } from "./dataset";

/** A row of the list: the columns that were asked for, and what the page needs of every row. */
export type InboundRow = { id: string; received: Date; wish: string } & Partial<Record<InboundColumn, unknown>>;
const ALWAYS = ["received", "wish"] as const satisfies InboundColumn[];

/** Every column in SQL: a column of the dataset that is missing here does not compile. */
const expressions: Record<InboundColumn, SQL> = {
  received: sql`${inbound.receivedAt}`,
  person: sql`${inbound.msisdn}`,
  ourNumber: sql`${inbound.recipient}`,
  text: sql`${inbound.text}`,
  wish: sql`coalesce(${inbound.action}::text, 'none')`,
  keyword: sql`${inbound.keyword}`,
  match: sql`${inbound.match}`,
  gateway: sql`${gateways.name}`,
  raw: sql`${inbound.raw}`,
};

const FROM = sql`from ${inbound} left join ${gateways}
  on ${gateways.accountId} = ${inbound.accountId} and ${gateways.id} = ${inbound.gatewayId}`;

/** Which texts a question is about: shared by the list, its totals and its files, so that they cannot differ. */
function matching(scope: Scope, { period, filter }: InboundQuery): SQL {
  const { wish } = filter;
  return and(
    eq(inbound.accountId, scope.accountId),
    within(inbound.receivedAt, period, scope.zone),
    numbered(inbound.msisdn, filter.person),
    contains(inbound.text, filter.text),
    wish && sql`${expressions.wish} = any(${sql.param(wish)}::text[])`,
    // Kept without its plus; a short number or a name as it is.
    equals(inbound.recipient, filter.ourNumber?.replace(/^\+(?=\d+$)/, "")),
    anyOf(inbound.gatewayId, filter.gateway),
  )!;
}

/** Exact figures of all that matches. */
export type InboundTotals = { texts: number; out: number; in: number; people: number };

/** One page, newest first, and the totals of all that matches, in one snapshot. */
export async function listInbound(
  scope: Scope,
  query: InboundQuery,
  columns: readonly InboundColumn[],
): Promise<Page<InboundRow> & { totals: InboundTotals }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const page = await readPage(
      query,
      (from) => read(tx, scope, query, columns, from),
      ({ received, id }) => ({ at: received.toISOString(), id }),
    );
    return { ...page, totals: await countInbound(tx, scope, query) };
  });
}

/** Called in the transaction that reads the list. */
export async function countInbound(tx: Transaction, scope: Scope, query: InboundQuery): Promise<InboundTotals> {
  demand(scope, "read");
  const { rows } = await tx.execute<InboundTotals>(sql`
    select count(*) as texts, count(*) filter (where ${inbound.action} = 'out') as out,
      count(*) filter (where ${inbound.action} = 'in') as in, count(distinct ${inbound.msisdn}) as people
    from ${inbound} where ${matching(scope, query)}`);
  return rows[0]!;
}

async function read(
  tx: Transaction,
  scope: Scope,
  query: InboundQuery,
  columns: readonly InboundColumn[],
  { cursor, backwards }: From,
): Promise<InboundRow[]> {
  const direction = backwards ? asc : desc;
  const place = sql`(${inbound.receivedAt}, ${inbound.id})`;
  const beyond =
    cursor && sql`and ${place} ${backwards ? sql`>` : sql`<`} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
  const { rows } = await tx.execute(sql`
    select ${inbound.id} as id, ${selected([...new Set([...ALWAYS, ...columns])])} ${FROM}
    where ${matching(scope, query)} ${beyond ?? sql``}
    order by ${direction(inbound.receivedAt)}, ${direction(inbound.id)} limit ${query.size + 1}`);
  return rows.map((row) => withInstants(inboundDataset.columns, row) as InboundRow);
}

const selected = (columns: readonly InboundColumn[]): SQL =>
  sql.join(
    columns.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`),
    sql`, `,
  );

/** What a file is made of: all rows of the question in its order, each column under its key, as it is stored. */
export function selectForFile(scope: Scope, query: InboundQuery, columns: readonly InboundColumn[]): SQL {
  demand(scope, "read");
  return sql`select ${selected(columns)} ${FROM} where ${matching(scope, query)}
    order by ${inbound.receivedAt} desc, ${inbound.id} desc`;
}

/** When the account's newest text came, whatever the question; null: it has none at all. */
export async function newestInbound(scope: Scope): Promise<Date | null> {
  demand(scope, "read");
  const [newest] = await db
    .select({ at: inbound.receivedAt })
    .from(inbound)
    .where(eq(inbound.accountId, scope.accountId))
    .orderBy(desc(inbound.receivedAt))
    .limit(1);
  return newest?.at ?? null;
}

export type InboundDetail = Awaited<ReturnType<typeof getInbound>>;

/** A text with the person's latest others. @throws AppError not-found, also for another account's. */
export async function getInbound(scope: Scope, id: string) {
  demand(scope, "read");
  const receivedAt = instantOf(id);
  if (!receivedAt) throw notFound("Inbound message");
  return snapshot(async (tx) => {
    const mine = eq(inbound.accountId, scope.accountId);
    const [found] = await tx
      .select({ message: inbound, gateway: gateways.name })
      .from(inbound)
      .leftJoin(gateways, and(eq(gateways.accountId, inbound.accountId), eq(gateways.id, inbound.gatewayId)))
      .where(and(mine, eq(inbound.receivedAt, receivedAt), eq(inbound.id, id)));
    if (!found) throw notFound("Inbound message");
    const others = await tx
      .select({ id: inbound.id, receivedAt: inbound.receivedAt, text: inbound.text, action: inbound.action })
      .from(inbound)
      .where(and(mine, eq(inbound.msisdn, found.message.msisdn), sql`${inbound.id} <> ${id}`))
      .orderBy(desc(inbound.receivedAt), desc(inbound.id))
      .limit(10);
    return { ...found, others };
  });
}
