import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { names, unnest } from "@/db/bulk";
import { contacts } from "@/db/schema";
import { alongside } from "@/db/transaction";
import type { Scope } from "@/lib/auth/scope";
import type { Change, Message } from "@/lib/messages/change";
import { FORGOTTEN } from "@/lib/messages/forgotten";
import { FAILED } from "@/lib/messages/status";

/*
 * What the agenda knows of a number (delivered, failed, the last message and its outcome, the last click) is kept by the
 * door, in the transaction that changes the messages. A contact made later is reckoned from the messages that were
 * there. Neither may miss or count twice what happens at the same moment:
 *
 * 1. The door takes the account's agenda lock shared, then changes the contacts it sees, reckoned or not, row by row in
 *    the order of their numbers.
 * 2. Whoever makes contacts takes that lock alone, at least for a moment, after the contacts can be seen: every door
 *    that may not have seen them has ended then.
 * 3. Reckoning locks the contacts first and reads the messages in a statement of its own, which sees what has ended: a
 *    door that comes later waits for the contact and adds to what was reckoned.
 */

const agendaLock = (accountId: number, how: "xact_lock" | "xact_lock_shared") =>
  sql`select ${sql.raw(`pg_advisory_${how}`)}(hashtext('acuse.agenda'), ${accountId})`;

/** Until the transaction ends no message of the account changes. For short work, and before any of it. */
export async function holdAgenda(tx: Transaction, accountId: number): Promise<void> {
  await tx.execute(agendaLock(accountId, "xact_lock"));
}

/**
 * Takes the contacts of these numbers at once, for a transaction that will change messages of them in several goes: in
 * each go it would take them in order, but not from go to go.
 */
export async function holdContacts(tx: Transaction, scope: Scope, msisdns: readonly string[]): Promise<void> {
  await tx.execute(agendaLock(scope.accountId, "xact_lock_shared"));
  await lockContacts(tx, scope.accountId, sql`select unnest(${sql.param(msisdns)}::text[]) as msisdn`);
}

/** @param numbers a select of `msisdn`. */
async function lockContacts(
  tx: Transaction,
  accountId: number,
  numbers: SQL,
): Promise<{ id: number; msisdn: string }[]> {
  const { rows } = await tx.execute<{ id: number; msisdn: string }>(sql`
    select own.id, own.msisdn
    from (select msisdn from (${numbers}) as asked group by msisdn order by msisdn collate "C") as given, lateral (
      select id, msisdn from contacts where account_id = ${accountId} and msisdn = given.msisdn for update
    ) as own
    where exists (select from contacts where account_id = ${accountId})`);
  return rows;
}

/** What changes of messages mean to one number. */
type News = Pick<
  typeof contacts.$inferSelect,
  "msisdn" | "delivered" | "failed" | "lastSentAt" | "lastMessageId" | "lastStatus" | "lastReason" | "lastClickAt"
>;
const NEWS = [
  ...["msisdn", "delivered", "failed", "lastSentAt", "lastMessageId", "lastStatus", "lastReason", "lastClickAt"],
] as (keyof News)[];
const LAST = ["lastSentAt", "lastMessageId", "lastStatus", "lastReason"] as const;

/** A consequence of `changeMessages`. An account without contacts pays for two look-ups. */
export async function keepContacts(tx: Transaction, scope: Scope, changes: readonly Change[]): Promise<void> {
  const { news, anew } = newsOf(changes);
  if (news.length === 0) return;
  await alongside(tx, agendaLock(scope.accountId, "xact_lock_shared"));
  const told = sql`excluded.last_sent_at is not null and (contacts.last_sent_at is null
    or (excluded.last_sent_at, excluded.last_message_id) >= (contacts.last_sent_at, contacts.last_message_id))`;
  const last = LAST.map(
    (key) => sql`${names([key])} = case when ${told} then excluded.${names([key])} else contacts.${names([key])} end`,
  );
  // An insert that always conflicts: it finds and changes row by row through the indexes, whatever is known of the table.
  await alongside(
    tx,
    sql`
    insert into contacts (account_id, id, created_at, updated_at, ${names(NEWS)}) overriding system value
    select ${scope.accountId}, own.id, own.created_at, own.updated_at, given.*
    from ${unnest(contacts, NEWS, news)} as given (${names(NEWS)}), lateral (
      select id, created_at, updated_at from contacts
      where account_id = ${scope.accountId} and msisdn = given.msisdn for update
    ) as own
    where exists (select from contacts where account_id = ${scope.accountId})
    on conflict (account_id, id) do update set
      delivered = contacts.delivered + excluded.delivered, failed = contacts.failed + excluded.failed,
      last_click_at = greatest(contacts.last_click_at, excluded.last_click_at), ${sql.join(last, sql`, `)}`,
  );
  if (anew.length > 0) await reckon(tx, scope.accountId, sql`select unnest(${sql.param(anew)}::text[]) as msisdn`);
}

const FAILURES: ReadonlySet<string> = new Set(FAILED);
const counted = ({ status }: Message) => status !== "test" && status !== "duplicate";

/** @returns in the order of the numbers; `anew`: numbers of which something was taken back, so that only the rows can tell. */
function newsOf(changes: readonly Change[]): { news: News[]; anew: string[] } {
  const byNumber = new Map<string, News>();
  const anew = new Set<string>();
  for (const { before, after, clickedAt } of changes) {
    const { msisdn, clicks } = after;
    const clicked = clicks - (before?.clicks ?? 0);
    if (before && before.status === after.status && before.reason === after.reason && clicked === 0) continue;
    // A forgotten number is nobody's.
    if (msisdn === FORGOTTEN) continue;
    const news = byNumber.get(msisdn) ?? { msisdn, delivered: 0, failed: 0, ...NOTHING };
    byNumber.set(msisdn, news);
    news.delivered += Number(after.status === "delivered") - Number(before?.status === "delivered");
    news.failed += Number(FAILURES.has(after.status)) - Number(before !== null && FAILURES.has(before.status));
    if (counted(after)) tellLast(news, after);
    else if (before && counted(before)) anew.add(msisdn);
    if (clicked > 0 && clickedAt) news.lastClickAt = later(news.lastClickAt, clickedAt);
    else if (clicked !== 0) anew.add(msisdn);
  }
  const byText = (one: string, other: string) => (one < other ? -1 : 1);
  const news = [...byNumber.values()].sort((one, other) => byText(one.msisdn, other.msisdn));
  return { news, anew: [...anew].sort(byText) };
}

const NOTHING = { lastSentAt: null, lastMessageId: null, lastStatus: null, lastReason: null, lastClickAt: null };

const later = (one: Date | null, other: Date) => (one && one > other ? one : other);

function tellLast(news: News, { sentAt, id, status, reason }: Message): void {
  const known = news.lastSentAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (sentAt.getTime() < known || (sentAt.getTime() === known && id < news.lastMessageId!)) return;
  Object.assign(news, { lastSentAt: sentAt, lastMessageId: id, lastStatus: status, lastReason: reason });
}

/**
 * Locks the contacts of these numbers, then says of each what its messages say. The agenda lock is (or was, since the
 * contacts can be seen) the caller's.
 *
 * @param numbers a select of `msisdn`.
 * @returns how many.
 */
export async function reckon(tx: Transaction, accountId: number, numbers: SQL, now?: Date): Promise<number> {
  const rows = await lockContacts(tx, accountId, numbers);
  if (rows.length === 0) return 0;
  const known = now ? sql`${now.toISOString()}::timestamptz` : sql`null::timestamptz`;
  await tx.execute(sql`
    insert into contacts (account_id, id, msisdn, created_at, updated_at, known_at, ${FACTS}) overriding system value
    select ${accountId}, given.id, given.msisdn, 'epoch', 'epoch', ${known}, ${FACTS}
    from unnest(${sql.param(rows.map(({ id }) => id))}::bigint[], ${sql.param(rows.map(({ msisdn }) => msisdn))}::text[])
      as given (id, msisdn), lateral (${factsOf(accountId)}) as facts
    on conflict (account_id, id) do update set known_at = coalesce(excluded.known_at, contacts.known_at),
      ${sql.raw(FACT_NAMES.map((name) => `${name} = excluded.${name}`).join(", "))}`);
  return rows.length;
}

export const FACT_NAMES = [
  "delivered",
  "failed",
  "last_sent_at",
  "last_message_id",
  "last_status",
  "last_reason",
  "last_click_at",
] as const;
export const FACTS = sql.raw(FACT_NAMES.join(", "));

/**
 * What the messages say of `given.msisdn`: one row of the facts. The newest message is found by its id, whose
 * milliseconds are its `sent_at`.
 */
export const factsOf = (accountId: number): SQL => sql`
  select sums.delivered, sums.failed, sums.last_sent_at, sums.last_message_id::uuid as last_message_id,
    newest.status as last_status, newest.reason as last_reason,
    case when sums.clicked then (
      select max(clicks.at) from messages join clicks on clicks.account_id = ${accountId}
        and clicks.sent_at = messages.sent_at and clicks.message_id = messages.id and not clicks.robot
      where messages.account_id = ${accountId} and messages.msisdn = given.msisdn and messages.clicks > 0
    ) end as last_click_at
  from (
    select count(*) filter (where status = 'delivered')::integer as delivered,
      count(*) filter (where status in (${sql.raw(FAILED.map((status) => `'${status}'`).join(", "))}))::integer as failed,
      max(sent_at) filter (where status not in ('test', 'duplicate')) as last_sent_at,
      max(id::text collate "C") filter (where status not in ('test', 'duplicate')) as last_message_id,
      coalesce(bool_or(clicks > 0), false) as clicked
    from messages where account_id = ${accountId} and msisdn = given.msisdn
  ) as sums left join messages as newest on newest.account_id = ${accountId}
    and newest.sent_at = sums.last_sent_at and newest.id = sums.last_message_id::uuid`;
