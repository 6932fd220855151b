import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { forgottenNumbers, messages } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { removeWithin } from "@/lib/contacts/commands";
import { reckon } from "@/lib/contacts/knowledge";
import { escapeLike } from "@/lib/dataset/sql";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { holdMembers } from "@/lib/groups/members";
import { storeTexts, textsLock } from "@/lib/ingest/store-texts";
import { changeMessages, lockMessages } from "@/lib/messages/change";
import { compactCounts } from "@/lib/messages/counts";
import { FORGOTTEN } from "@/lib/messages/forgotten";
import { readNumber } from "@/lib/messages/numbers";
import { cancelImportsNaming, TELLING } from "./cancel-imports";
import { hashNumbers } from "./hash-number";
import { KINDS, type Removed } from "./kinds";

const BATCH = 500;

/** @throws FieldError (number: required, not-a-phone). */
export function readForgotten(scope: Scope, given: string): string {
  if (given.trim() === "") throw new FieldError({ number: "required" });
  const read = readNumber(given, scope.account.defaultCountry);
  if (!read.ok) throw new FieldError({ number: "not-a-phone" });
  return read.msisdn;
}

/**
 * Takes a number and what belongs to its person out of everything the account has: agenda, groups, blacklist, what it
 * was sent and what came back. Messages, receipts and clicks stay without it, so that every figure stays exact. What
 * is kept is a receipt of the deed, with a keyed hash of the number; one that was on the blacklist stays unreachable
 * by that hash.
 *
 * In short transactions, however many messages there are. If the process ends meanwhile, the receipt says that it is
 * unfinished, and asked again it goes on.
 *
 * @throws FieldError (number) · AppError conflict (key `forget-waiting`): a message to it is about to go out.
 */
export async function forgetNumber(scope: Scope, given: string, now: Date): Promise<{ id: number; removed: Removed }> {
  demand(scope, "manage");
  const msisdn = readForgotten(scope, given);
  const id = await begin(scope, msisdn, now);
  const removed: Removed = {};
  const inTurn = async (work: (tx: Transaction) => Promise<Removed>): Promise<Removed> => {
    const some = await db.transaction(async (tx) => {
      const counted = await work(tx);
      await addUp(tx, scope, id, counted);
      return counted;
    });
    for (const kind of KINDS) if (some[kind]) removed[kind] = (removed[kind] ?? 0) + some[kind];
    return some;
  };
  const imports = await cancelImportsNaming(scope, msisdn, now);
  await inTurn(async (tx) => ({ ...(await leaveAgenda(tx, scope, msisdn)), imports }));
  while ((await inTurn((tx) => blankMessages(tx, scope, msisdn))).messages) {}
  await inTurn((tx) => removeMentions(tx, scope, msisdn));
  await db.transaction(async (tx) => {
    // Somebody may have added it to the agenda meanwhile, and reckoned messages that are nobody's now.
    await reckon(tx, scope.accountId, sql`select ${msisdn}::text as msisdn`);
    await tx.update(forgottenNumbers).set({ finishedAt: now }).where(mine(scope, id));
    await logFor(tx, scope, "number-forgotten", { receipt: id });
  });
  // What a label counted under goes with its cell.
  await compactCounts(scope.accountId);
  return { id, removed };
}

/** The receipt of the deed, before anything is gone: of an unfinished one of this number, that. */
async function begin(scope: Scope, msisdn: string, now: Date): Promise<number> {
  const { accountId, actor } = scope;
  const [hash] = await hashNumbers(scope, [msisdn]);
  return db.transaction(async (tx) => {
    const { rows: waiting } = await tx.execute(sql`
      select 1 from messages join outbox using (account_id, sent_at, id)
      where messages.account_id = ${accountId} and messages.msisdn = ${msisdn} limit 1`);
    if (waiting.length > 0) throw new AppError("conflict", "A message to it is about to go out.", "forget-waiting");
    const { rows } = await tx.execute<{ listed: boolean }>(sql`
      select exists (select from blacklist where account_id = ${accountId} and msisdn = ${msisdn}) as listed`);
    const same = and(eq(forgottenNumbers.accountId, accountId), eq(forgottenNumbers.hash, hash!));
    const earlier = await tx.select().from(forgottenNumbers).where(same).for("update");
    // What was suppressed once stays so when the number came back and is forgotten again.
    const suppressed = rows[0]!.listed || earlier.some((each) => each.suppressed);
    const [unfinished] = await tx
      .select({ id: forgottenNumbers.id })
      .from(forgottenNumbers)
      .where(and(same, isNull(forgottenNumbers.finishedAt)));
    if (unfinished) {
      if (suppressed) await tx.update(forgottenNumbers).set({ suppressed }).where(mine(scope, unfinished.id));
      return unfinished.id;
    }
    const userId = actor.kind === "user" ? actor.userId : null;
    const [receipt] = await tx
      .insert(forgottenNumbers)
      .values({ accountId, at: now, userId, hash: hash!, suppressed, removed: {} })
      .returning({ id: forgottenNumbers.id });
    return receipt!.id;
  });
}

async function addUp(tx: Transaction, scope: Scope, id: number, some: Removed): Promise<void> {
  const [receipt] = await tx.select().from(forgottenNumbers).where(mine(scope, id)).for("update");
  const removed: Removed = { ...receipt!.removed };
  for (const kind of KINDS) if (some[kind]) removed[kind] = (removed[kind] ?? 0) + some[kind];
  await tx.update(forgottenNumbers).set({ removed }).where(mine(scope, id));
}

async function leaveAgenda(tx: Transaction, scope: Scope, msisdn: string): Promise<Removed> {
  const { accountId } = scope;
  await holdMembers(tx, scope, "alone");
  const own = sql`select id from contacts where account_id = ${accountId} and msisdn = ${msisdn}`;
  const { rows } = await tx.execute<{ groups: number }>(sql`
    select count(*)::integer as groups from group_members where account_id = ${accountId} and contact_id in (${own})`);
  const contacts = await removeWithin(tx, scope, own);
  const of = sql`account_id = ${accountId} and msisdn = ${msisdn}`;
  const pieces = await waysWritten(scope, msisdn, (alike) =>
    tx.execute(
      sql`select distinct msisdn as way from inbound_pieces where account_id = ${accountId} and ${alike(sql`msisdn`)}`,
    ),
  );
  return {
    contacts,
    groups: rows[0]!.groups,
    blacklist: await counted(tx, sql`delete from blacklist where ${of}`),
    inbound:
      (await counted(tx, sql`delete from inbound_messages where ${of}`)) +
      (await counted(
        tx,
        sql`delete from inbound_pieces where account_id = ${accountId} and msisdn = any(${sql.param(pieces)}::text[])`,
      )),
  };
}

/** Some of its messages, with their receipts, clicks, links and calls: locked in the order everybody locks them. */
async function blankMessages(tx: Transaction, scope: Scope, msisdn: string): Promise<Removed> {
  const { accountId } = scope;
  const found = await tx
    .select({ sentAt: messages.sentAt, id: messages.id })
    .from(messages)
    .where(and(eq(messages.accountId, accountId), eq(messages.msisdn, msisdn)))
    .limit(BATCH);
  const rows = await lockMessages(tx, scope, found);
  if (rows.length === 0) return {};
  // Labels are counted, so one that names the number is changed as the door changes messages.
  const labelled = rows.filter(({ label }) => label?.includes(msisdn));
  await changeMessages(
    tx,
    scope,
    labelled.map((before) => ({ before, after: { ...before, label: null } })),
  );
  const keys = sql`unnest(${sql.param(rows.map(({ sentAt }) => sentAt.toISOString()))}::timestamptz[], ${sql.param(rows.map(({ id }) => id))}::uuid[])
    as given (sent_at, id)`;
  const of = (table: string, name = "message_id") => {
    const column = (key: string) => sql.identifier(table) && sql`${sql.identifier(table)}.${sql.identifier(key)}`;
    return sql`${column("account_id")} = ${accountId} and ${column("sent_at")} = given.sent_at and ${column(name)} = given.id`;
  };
  await tx.execute(textsLock(accountId, "xact_lock"));
  const links = await tx.execute<{ target: number }>(sql`
    delete from links using ${keys} where ${of("links")} returning links.target_id as target`);
  await tx.execute(sql`delete from unsubscribe_links using ${keys} where ${of("unsubscribe_links")}`);
  await forgetTargets(tx, scope, [...new Set(links.rows.map(({ target }) => target))]);
  const removed: Removed = {
    messages: rows.length,
    links: links.rows.length,
    receipts: await counted(
      tx,
      sql`update receipts set raw = null, text = '', key = replace(key, ${msisdn}, '*'),
          code = case when strpos(code, ${msisdn}) > 0 then null else code end
        from ${keys} where ${of("receipts")}`,
    ),
    clicks: await counted(
      tx,
      sql`update clicks set address = null, address_hash = null, user_agent = null, language = null
        from ${keys} where ${of("clicks")}`,
    ),
    callbacks: await counted(tx, sql`delete from callbacks using ${keys} where ${of("callbacks")}`),
  };
  await tx.execute(sql`delete from client_references using ${keys} where ${of("client_references", "id")}`);
  const blank = (await storeTexts(tx, scope, new Set([""]))).get("")!;
  const personal = await personalTexts(tx, scope, msisdn, [...new Set(rows.map(({ textId }) => textId))]);
  await tx.execute(sql`
    update messages set msisdn = ${FORGOTTEN}, parameters = null, reference = null,
      text_id = case when text_id = any(${sql.param(personal)}::bigint[]) then ${blank} else text_id end,
      subid = case when strpos(subid, ${msisdn}) > 0 then null else subid end,
      label = case when strpos(label, ${msisdn}) > 0 then null else label end,
      code = case when strpos(code, ${msisdn}) > 0 then null else code end
    from ${keys} where ${of("messages", "id")}`);
  await tx.execute(sql`
    delete from texts where account_id = ${accountId} and id = any(${sql.param(personal)}::bigint[]) and id <> ${blank}
      and not exists (select from messages where messages.account_id = ${accountId} and messages.text_id = texts.id)
      and not exists (select from campaigns where campaigns.account_id = ${accountId} and campaigns.text_id = texts.id)`);
  return removed;
}

/** Texts that went to nobody else: written for this person. */
async function personalTexts(tx: Transaction, scope: Scope, msisdn: string, ids: readonly number[]): Promise<number[]> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select given.id from unnest(${sql.param(ids)}::bigint[]) as given (id)
    where not exists (
      select from messages where messages.account_id = ${scope.accountId} and messages.text_id = given.id
        and messages.msisdn <> ${msisdn} and messages.msisdn <> ${FORGOTTEN} limit 1
    )`);
  return rows.map(({ id }) => id);
}

/** Addresses that nobody else's link leads to: they may name the person. */
const forgetTargets = (tx: Transaction, scope: Scope, ids: readonly number[]) =>
  tx.execute(sql`
    delete from link_targets where account_id = ${scope.accountId} and id = any(${sql.param(ids)}::bigint[])
      and not exists (select from links where links.account_id = ${scope.accountId} and links.target_id = link_targets.id)`);

/** Where a number may stand within something else: what waits, what was said of it, what was answered about it. */
async function removeMentions(tx: Transaction, scope: Scope, msisdn: string): Promise<Removed> {
  const account = sql`account_id = ${scope.accountId}`;
  const like = (text: SQL) => sql`${text} like ${`%${escapeLike(msisdn)}%`}`;
  const ways = await waysWritten(scope, msisdn, (alike) =>
    tx.execute(sql`
      select distinct message ->> 'to' as way
      from scheduled_sendings, jsonb_array_elements(sending -> 'messages') as message
      where ${account} and ${alike(sql`message ->> 'to'`)}`),
  );
  const written = sql.param(ways);
  const statements = [
    sql`delete from parked_receipts where ${account} and (${like(sql`receipt::text`)} or ${like(sql`raw`)} or ${like(sql`reference`)})`,
    sql`delete from simulated_receipts where ${account} and ${like(sql`receipt::text`)}`,
    sql`delete from gateway_references where ${account} and ${like(sql`reference`)}`,
    sql`delete from client_references where ${account} and ${like(sql`reference`)}`,
    sql`update callback_targets set ack_url = case when ${like(sql`ack_url`)} then null else ack_url end,
        click_url = case when ${like(sql`click_url`)} then null else click_url end
      where ${account} and (${like(sql`ack_url`)} or ${like(sql`click_url`)})`,
    sql`update callbacks set url = replace(url, ${msisdn}, ''), error = replace(error, ${msisdn}, '')
      where ${account} and (${like(sql`url`)} or ${like(sql`error`)})`,
    sql`update idempotency_keys set answer = replace(answer::text, ${msisdn}, '')::jsonb
      where ${account} and ${like(sql`answer::text`)}`,
    sql`delete from unknown_codes where ${account} and (${like(sql`text`)} or ${like(sql`code`)})`,
    sql`update import_remarks set content = '' where ${account} and ${like(sql`content`)}`,
    sql`update scheduled_sendings set
        sending = jsonb_set(sending, '{messages}', coalesce((
          select jsonb_agg(message order by place)
          from jsonb_array_elements(sending -> 'messages') with ordinality as listed (message, place)
          where not (${like(sql`regexp_replace(message ->> 'to', '\\D', '', 'g')`)} or message ->> 'to' = any(${written}::text[]))
        ), '[]'::jsonb))
      where ${account} and (${like(sql`regexp_replace(sending::text, '[ .()+-]', '', 'g')`)} or exists (
        select from jsonb_array_elements(sending -> 'messages') as message where message ->> 'to' = any(${written}::text[])))`,
    sql`update audit_log set details = replace(details::text, ${msisdn}, '*')::jsonb
      where ${account} and ${like(sql`details::text`)}`,
  ];
  let other = 0;
  for (const statement of statements) other += await counted(tx, statement);
  await tx.execute(sql`
    update scheduled_sendings set messages = jsonb_array_length(sending -> 'messages') where ${account}
      and messages <> jsonb_array_length(sending -> 'messages')`);
  await tx.execute(sql`delete from scheduled_sendings where ${account} and messages = 0`);
  return { other };
}

/**
 * How it is written where what came is kept as it was given: with a plus, with blanks, without its country code.
 * @param find selects `way`, of which it is told what they must have in common.
 */
async function waysWritten(
  scope: Scope,
  msisdn: string,
  find: (alike: (text: SQL) => SQL) => Promise<{ rows: Record<string, unknown>[] }>,
): Promise<string[]> {
  const alike = (text: SQL) => sql`regexp_replace(${text}, '\\D', '', 'g') like ${`%${msisdn.slice(-TELLING)}%`}`;
  const ways = (await find(alike)).rows.map(({ way }) => String(way));
  return ways.filter((way) => readNumber(way, scope.account.defaultCountry).msisdn === msisdn);
}

const counted = async (tx: Transaction, statement: SQL): Promise<number> => (await tx.execute(statement)).rowCount ?? 0;

const mine = (scope: Scope, id: number) =>
  and(eq(forgottenNumbers.accountId, scope.accountId), eq(forgottenNumbers.id, id));
