import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { db, snapshot, type Transaction } from "@/db";
import { campaigns, clicks, gateways, links, linkTargets, messages, receipts, texts } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type From, type Page, readPage, withInstants } from "@/lib/dataset/page";
import { notFound } from "@/lib/errors";
import { expressions, joinsFor, sentText } from "./columns";
import { type MessageColumn, type MessageQuery, messageDataset } from "./dataset";
import { FORGOTTEN } from "./forgotten";
import { matchingRows } from "./matching";
import { PENDING } from "./status";
import { countMessages, type Totals } from "./totals";
import { instantOf } from "./uuid7";

/** A row of the list: the columns that were asked for, and what the page needs of every row. */
export type MessageRow = { id: string; sentAt: Date; updatedAt: Date } & Partial<Record<MessageColumn, unknown>>;

export type MessageList = Page<MessageRow>;

const ALWAYS = ["id", "sentAt", "updatedAt", "status", "reason", "code", "country"] as const satisfies MessageColumn[];

/**
 * One page, newest first, and the totals of all that matches, in one snapshot.
 * @param columns what to read besides id, times, status and reason.
 */
export async function listMessages(
  scope: Scope,
  query: MessageQuery,
  columns: readonly MessageColumn[],
): Promise<MessageList & { totals: Totals }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const list = await page(tx, scope, query, columns);
    return { ...list, totals: await countMessages(tx, scope, query) };
  });
}

/** The page alone, for programs that follow the cursor. */
export async function pageMessages(
  scope: Scope,
  query: MessageQuery,
  columns: readonly MessageColumn[],
): Promise<MessageList> {
  demand(scope, "read");
  return snapshot((tx) => page(tx, scope, query, columns));
}

const page = (tx: Transaction, scope: Scope, query: MessageQuery, columns: readonly MessageColumn[]) =>
  readPage(
    query,
    (from) => read(tx, scope, query, columns, from),
    ({ id, sentAt, updatedAt }) => ({ at: (query.sort === "sent" ? sentAt : updatedAt).toISOString(), id }),
  );

async function read(
  tx: Transaction,
  scope: Scope,
  query: MessageQuery,
  columns: readonly MessageColumn[],
  { cursor, backwards }: From,
): Promise<MessageRow[]> {
  const order = query.sort === "sent" ? messages.sentAt : messages.updatedAt;
  const beyond = backwards ? sql`>` : sql`<`;
  const direction = backwards ? asc : desc;
  const keys = [...new Set([...ALWAYS, ...columns])];
  const selected = keys.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`);
  const ordered = sql`order by ${direction(order)}, ${direction(messages.id)}`;
  const place = cursor && sql`(${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
  // The page is cut before anything is joined to it, under the table's own name, so that the columns mean it.
  const cut = {
    beyond: place ? sql`and (${order}, ${messages.id}) ${beyond} ${place}` : sql``,
    order: sql`${ordered} limit ${query.size + 1}`,
  };
  const { rows } = await tx.execute<Record<MessageColumn, unknown>>(sql`
    select ${sql.join(selected, sql`, `)}
    from (${matchingRows(scope, query, cut)}) as messages ${joinsFor(keys)} ${ordered}`);
  return rows.map((row) => withInstants(messageDataset.columns, row) as MessageRow);
}

/** What a file is made of: all rows of the question in its order, each column under its key, as it is stored. */
export function selectForFile(scope: Scope, query: MessageQuery, columns: readonly MessageColumn[]): SQL {
  demand(scope, "read");
  const order = query.sort === "sent" ? messages.sentAt : messages.updatedAt;
  const selected = columns.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`);
  return sql`select ${sql.join(selected, sql`, `)} from (${matchingRows(scope, query)}) as messages
    ${joinsFor(columns)} order by ${order} desc, ${messages.id} desc`;
}

export type MessageDetail = Awaited<ReturnType<typeof getMessage>>;

/**
 * A message with its timeline (receipts in the order they arrived), its clicks and the recipient's other messages.
 * @throws AppError not-found, also for another account's.
 */
export async function getMessage(scope: Scope, id: string) {
  demand(scope, "read");
  const sentAt = instantOf(id);
  if (!sentAt) throw notFound("Message");
  const key = { sentAt, id };
  return snapshot(async (tx) => {
    const [found] = await tx
      .select({
        message: messages,
        text: sql<string>`${sentText}`,
        template: texts.body,
        campaign: campaigns.name,
        gateway: gateways,
      })
      .from(messages)
      .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
      .leftJoin(campaigns, and(eq(campaigns.accountId, messages.accountId), eq(campaigns.id, messages.campaignId)))
      .leftJoin(gateways, and(eq(gateways.accountId, messages.accountId), eq(gateways.id, messages.gatewayId)))
      .where(and(eq(messages.accountId, scope.accountId), eq(messages.sentAt, key.sentAt), eq(messages.id, key.id)));
    if (!found) throw notFound("Message");
    const ofMessage = (table: typeof receipts | typeof clicks) =>
      and(eq(table.accountId, scope.accountId), eq(table.sentAt, key.sentAt), eq(table.messageId, key.id));
    const timeline = await tx
      .select()
      .from(receipts)
      .where(ofMessage(receipts))
      .orderBy(receipts.receivedAt, receipts.key)
      .limit(200);
    const visits = await tx
      .select({ click: clicks, url: linkTargets.url })
      .from(clicks)
      .leftJoin(links, and(eq(links.accountId, clicks.accountId), eq(links.code, clicks.code)))
      .leftJoin(linkTargets, and(eq(linkTargets.accountId, links.accountId), eq(linkTargets.id, links.targetId)))
      .where(ofMessage(clicks))
      .orderBy(clicks.at)
      .limit(200);
    const others = await tx
      .select({
        id: messages.id,
        sentAt: messages.sentAt,
        sender: messages.sender,
        status: messages.status,
        text: sql<string>`${sentText}`,
      })
      .from(messages)
      .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
      .where(
        and(
          eq(messages.accountId, scope.accountId),
          eq(messages.msisdn, found.message.msisdn),
          sql`${messages.msisdn} <> ${FORGOTTEN}`,
          sql`${messages.id} <> ${key.id}`,
        ),
      )
      .orderBy(desc(messages.sentAt))
      .limit(10);
    const { gateway, ...rest } = found;
    return {
      ...rest,
      gateway: gateway && { id: gateway.id, name: gateway.name, kind: gateway.kind },
      receipts: timeline,
      clicks: visits,
      others,
    };
  });
}

/** What the form offers of the account's own: recent campaigns, gateways, operators and countries seen lately. */
export async function listOptions(
  scope: Scope,
): Promise<Record<"campaign" | "gateway" | "operator" | "country", { value: string; label: string }[]>> {
  demand(scope, "read");
  const [recent, ways, seen] = await Promise.all([
    db
      .select({ id: campaigns.id, name: campaigns.name })
      .from(campaigns)
      .where(eq(campaigns.accountId, scope.accountId))
      .orderBy(desc(campaigns.sentAt))
      .limit(100),
    db
      .select({ id: gateways.id, name: gateways.name })
      .from(gateways)
      .where(eq(gateways.accountId, scope.accountId))
      .orderBy(gateways.id)
      .limit(100),
    db.execute<{ operator: string | null; country: string | null }>(sql`
      select distinct operator, country from (
        select operator, country from messages where account_id = ${scope.accountId} order by sent_at desc, id desc limit 5000) as lately`),
  ]);
  const distinct = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))].sort();
  const plain = (value: string) => ({ value, label: value });
  return {
    campaign: recent.map(({ id, name }) => ({ value: String(id), label: name })),
    gateway: ways.map(({ id, name }) => ({ value: String(id), label: name })),
    operator: distinct(seen.rows.map(({ operator }) => operator)).map(plain),
    country: distinct(seen.rows.map(({ country }) => country)).map(plain),
  };
}

/** Whether something the question shows is still under way, so that the page refreshes itself. */
export const isLive = (totals: Totals): boolean =>
  totals.byStatus.some(({ status }) => PENDING.some((each) => each === status));
