import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { db, snapshot, type Transaction } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type From, type Page, readPage, withInstants } from "@/lib/dataset/page";
import { expressions, orders } from "./columns";
import { outcomesOf } from "./counted";
import { type CampaignColumn, type CampaignQuery, campaignDataset } from "./dataset";
import { inState, matching } from "./matching";

/** A row of the list: the columns that were asked for, and what the page needs of every row. */
export type CampaignRow = { id: string; sentAt: Date; place: string; archived: boolean } & Partial<
  Record<CampaignColumn, unknown>
>;

/** Of all that match. */
export type CampaignTotals = { campaigns: number; recipients: number; running: number };

const MOST_OFFERED = 50;

const ALWAYS = ["name", "sentAt", "recipients", "delivered", "failed", "pending", "duplicate", "test"] as const;

/** One page in the order asked for, and the totals of all that matches, in one snapshot. */
export async function listCampaigns(
  scope: Scope,
  query: CampaignQuery,
  columns: readonly CampaignColumn[],
): Promise<Page<CampaignRow> & { totals: CampaignTotals }> {
  demand(scope, "read");
  return snapshot(async (tx) => ({
    ...(await page(tx, scope, query, columns)),
    totals: await countCampaigns(tx, scope, query),
  }));
}

/** The page alone, for programs that follow the cursor. */
export async function pageCampaigns(
  scope: Scope,
  query: CampaignQuery,
  columns: readonly CampaignColumn[],
): Promise<Page<CampaignRow>> {
  demand(scope, "read");
  return snapshot((tx) => page(tx, scope, query, columns));
}

const page = (tx: Transaction, scope: Scope, query: CampaignQuery, columns: readonly CampaignColumn[]) =>
  readPage(
    query,
    (from) => read(tx, scope, query, columns, from),
    ({ id, place }) => ({ at: place, id }),
  );

async function read(
  tx: Transaction,
  scope: Scope,
  query: CampaignQuery,
  columns: readonly CampaignColumn[],
  { cursor, backwards }: From,
): Promise<CampaignRow[]> {
  const keys = [...new Set([...ALWAYS, ...columns])];
  const order = orders[query.sort];
  const direction = sql.raw(backwards ? "asc" : "desc");
  const beyond = sql.raw(backwards ? ">" : "<");
  const type = sql.raw(campaignDataset.places![query.sort] === "instant" ? "timestamptz" : "numeric");
  const rest = cursor
    ? sql`and (${order}, campaigns.id) ${beyond} (${cursor.at}::${type}, ${cursor.id}::bigint)`
    : sql``;
  const ordered = sql`order by ${order} ${direction}, campaigns.id ${direction} limit ${query.size + 1}`;
  // Newest first and whatever became of them: the page is cut before its messages are counted.
  const cut = query.sort === "sent" && query.filter.state?.length !== 1 ? sql`${rest} ${ordered}` : sql``;
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    ${joined(scope, query, cut)}
    select campaigns.id::text as id, campaigns.archived_at is not null as archived, ${placeOf(query)} as place,
      ${selected(keys)}
    ${FROM} where ${inState(query)} ${rest} ${ordered}`);
  return rows.map((row) => withInstants(campaignDataset.columns, row) as CampaignRow);
}

/** As the cursor writes it: an instant to the millisecond in UTC, or a decimal. */
const placeOf = ({ sort }: CampaignQuery): SQL =>
  campaignDataset.places![sort] === "instant"
    ? sql`to_char(${orders[sort]} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : sql`(${orders[sort]})::text`;

const selected = (keys: readonly CampaignColumn[]) =>
  sql.join(
    keys.map((key) => sql`${expressions[key]} as ${sql.identifier(key)}`),
    sql`, `,
  );

/** The campaigns that match, and what became of each. @param cut which of them, when that is known already. */
const joined = (scope: Scope, query: CampaignQuery, cut: SQL = sql``): SQL => sql`
  with matched as materialized (select * from campaigns where ${matching(scope, query)} ${cut}),
  outcomes as (${outcomesOf(scope, sql`select id from matched`)})`;
const FROM = sql`
  from matched as campaigns left join outcomes on outcomes.id = campaigns.id
    left join texts on texts.account_id = campaigns.account_id and texts.id = campaigns.text_id`;

/** Called in the transaction that reads the list. */
export async function countCampaigns(tx: Transaction, scope: Scope, query: CampaignQuery): Promise<CampaignTotals> {
  const { rows } = await tx.execute<CampaignTotals>(sql`
    ${joined(scope, query)}
    select count(*) as campaigns, coalesce(sum(campaigns.recipients), 0)::bigint as recipients,
      count(*) filter (where outcomes.pending > 0) as running
    from matched as campaigns left join outcomes on outcomes.id = campaigns.id where ${inState(query)}`);
  return rows[0]!;
}

/** What a file is made of: all campaigns of the question in its order, each column under its key. */
export function selectForFile(scope: Scope, query: CampaignQuery, columns: readonly CampaignColumn[]): SQL {
  demand(scope, "read");
  return sql`${joined(scope, query)} select ${selected(columns)} ${FROM} where ${inState(query)}
    order by ${orders[query.sort]} desc, campaigns.id desc`;
}

/** The account's newest campaigns that are not archived, for choosing among them. */
export async function recentCampaigns(scope: Scope): Promise<{ id: number; name: string; sentAt: Date }[]> {
  demand(scope, "read");
  const { id, name, sentAt, archivedAt, accountId } = campaigns;
  return db
    .select({ id, name, sentAt })
    .from(campaigns)
    .where(and(eq(accountId, scope.accountId), isNull(archivedAt)))
    .orderBy(desc(sentAt))
    .limit(MOST_OFFERED);
}

/** The same for a form; with the one that is chosen, however old. */
export async function campaignOptions(scope: Scope, chosen: string): ReturnType<typeof recentCampaigns> {
  const recent = await recentCampaigns(scope);
  if (!/^\d{1,15}$/.test(chosen) || recent.some(({ id }) => String(id) === chosen)) return recent;
  const { id, name, sentAt, accountId } = campaigns;
  const mine = and(eq(accountId, scope.accountId), eq(id, Number(chosen)));
  return [...(await db.select({ id, name, sentAt }).from(campaigns).where(mine)), ...recent];
}

/** When the account's newest campaign was, whatever the question; null: it has none at all. */
export async function newestCampaign(scope: Scope): Promise<Date | null> {
  demand(scope, "read");
  const [newest] = await db
    .select({ at: campaigns.sentAt })
    .from(campaigns)
    .where(eq(campaigns.accountId, scope.accountId))
    .orderBy(desc(campaigns.sentAt))
    .limit(1);
  return newest?.at ?? null;
}
