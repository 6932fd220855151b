import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import {
  campaigns,
  clicks,
  counts,
  links,
  linkTargets,
  messages,
  receipts,
  simulatedReceipts,
  texts,
} from "@/db/schema";
import { unique } from "@/db/testing";
import { judged } from "@/lib/ingest/judge-receipts";
import { verifyCounts } from "@/lib/messages/counts";
import { instantOf } from "@/lib/messages/uuid7";
import { openAccount } from "./generate";
import { loadAccount } from "./load";
import { planAccounts } from "./plan";

const now = new Date("2026-11-23T10:00:00Z");

/** Into an account of its own, always of the same seed: how many are delivered in so few sendings is a matter of luck. */
async function load(options: { messages: number; receipts?: boolean; queue?: boolean }) {
  const { messages: size, receipts: kept = true, queue = false } = options;
  const seed = "load";
  const [plan] = planAccounts({ messages: size, accounts: 1, months: 2, personalised: 0.2, seed, now });
  const email = `${unique(seed)}@example.com`;
  const account = await openAccount(plan!, { email, password: "a long password", now });
  const loaded = await loadAccount(account, { receipts: kept, queue });
  return { accountId: account.accountId, loaded };
}

test("what is loaded is what acceptance and the rule of receipts would have made of it", async () => {
  // More than one chunk is copied.
  const { accountId, loaded } = await load({ messages: 12_345 });
  expect(loaded).toBe(12_345);
  const rows = await db.select().from(messages).where(eq(messages.accountId, accountId));
  expect(rows).toHaveLength(12_345);

  const heard = new Map<string, (typeof receipts.$inferSelect)[]>();
  const inOrder = [asc(receipts.receivedAt), asc(receipts.key)] as const;
  for (const each of await db
    .select()
    .from(receipts)
    .where(eq(receipts.accountId, accountId))
    .orderBy(...inOrder))
    heard.set(each.messageId, [...(heard.get(each.messageId) ?? []), each]);
  for (const row of rows) {
    expect(instantOf(row.id)).toEqual(row.sentAt);
    const own = heard.get(row.id) ?? [];
    expect(row.receipts).toBe(own.length);
    if (own.length > 0) expect(judged(row, own, row.updatedAt)).toEqual(row);
  }
});

test("texts are stored once, and everything finds what it belongs to", async () => {
  const { accountId } = await load({ messages: 3_000 });
  const lonely = async (what: ReturnType<typeof sql>) =>
    (await db.execute<{ lonely: number }>(sql`select count(*)::int as lonely from ${what}`)).rows[0]!.lonely;
  const ofAccount = (name: string) => sql`${sql.identifier(name)}.account_id = ${accountId}`;
  const messageOf = (name: string) => sql`left join messages on messages.account_id = ${sql.identifier(name)}.account_id
    and messages.sent_at = ${sql.identifier(name)}.sent_at and messages.id = ${sql.identifier(name)}.message_id`;
  expect(
    await lonely(sql`messages left join texts on texts.account_id = messages.account_id and texts.id = text_id
      where ${ofAccount("messages")} and texts.id is null`),
  ).toBe(0);
  for (const name of ["receipts", "links", "clicks"])
    expect(
      await lonely(sql`${sql.identifier(name)} ${messageOf(name)} where ${ofAccount(name)} and messages.id is null`),
    ).toBe(0);
  expect(
    await lonely(sql`clicks left join links on links.account_id = clicks.account_id and links.code = clicks.code
      where ${ofAccount("clicks")} and links.message_id is distinct from clicks.message_id`),
  ).toBe(0);
  const ofTenant = (table: typeof texts | typeof links | typeof clicks | typeof linkTargets) =>
    db.$count(table, eq(table.accountId, accountId));
  expect(await ofTenant(texts)).toBeLessThan(1_500);
  expect(await ofTenant(links)).toBeGreaterThan(200);
  expect(await ofTenant(clicks)).toBeGreaterThan(20);
  expect(await ofTenant(linkTargets)).toBeLessThan(100);

  const sizes = await db.execute<{ recipients: number; messages: number }>(sql`
    select recipients, count(*)::int as messages from campaigns
    join messages on messages.account_id = campaigns.account_id and messages.campaign_id = campaigns.id
    where ${ofAccount("campaigns")} group by campaigns.id, recipients`);
  expect(sizes.rows.length).toBe(await db.$count(campaigns, eq(campaigns.accountId, accountId)));
  for (const { recipients, messages: found } of sizes.rows) expect(found).toBe(recipients);
});

test("counts and rows agree, and nothing waits to be compacted", async () => {
  const { accountId } = await load({ messages: 2_000 });
  expect(await verifyCounts(accountId)).toEqual([]);
  expect(await db.$count(counts, eq(counts.accountId, accountId))).toBeGreaterThan(100);
});

test("without receipts the messages are the same, and what is still to come waits only where it was asked for", async () => {
  const { accountId } = await load({ messages: 2_000, receipts: false, queue: true });
  const other = await load({ messages: 2_000 });
  const fatesOf = (account: number) =>
    db
      .select({
        ...{ id: messages.id, msisdn: messages.msisdn, status: messages.status, reason: messages.reason },
        ...{ updatedAt: messages.updatedAt, receipts: messages.receipts, clicks: messages.clicks },
      })
      .from(messages)
      .where(eq(messages.accountId, account))
      .orderBy(messages.id);
  expect(await db.$count(receipts, eq(receipts.accountId, accountId))).toBe(0);
  expect(await db.$count(receipts, eq(receipts.accountId, other.accountId))).toBeGreaterThan(1_500);
  expect(await fatesOf(accountId)).toEqual(await fatesOf(other.accountId));
  const waiting = await db.select().from(simulatedReceipts).where(eq(simulatedReceipts.accountId, accountId));
  expect(waiting.length).toBeGreaterThan(0);
  for (const { dueAt, key, reference } of waiting) {
    expect(dueAt > now).toBe(true);
    expect(key.startsWith(reference)).toBe(true);
  }
  expect(await db.$count(simulatedReceipts, eq(simulatedReceipts.accountId, other.accountId))).toBe(0);
});
