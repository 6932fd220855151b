import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks, contacts, groups, inboundMessages, messages, receipts, simulatedReceipts, users } from "@/db/schema";
import { findKey } from "@/lib/auth/api-key";
import { sendSimulatedReceipts } from "@/lib/gateways/simulator/simulate";
import { verifyCounts } from "@/lib/messages/counts";
import { STATUSES } from "@/lib/messages/status";
import { loadDemo } from "./demo-data";

test("the sample is loaded once, is whole, and lives on", { timeout: 300_000 }, async () => {
  const now = new Date();
  const demo = await loadDemo(now);
  const scope = (await findKey(demo.key, ""))!;
  const { accountId } = scope;
  const ofAccount = sql`account_id = ${accountId}`;
  expect(scope.account).toMatchObject({ name: "Tienda Norte", zone: "Europe/Madrid", defaultCountry: "ES" });
  expect(await db.$count(messages, ofAccount)).toBe(60_000);
  const people = await db.select().from(users).where(eq(users.accountId, accountId)).orderBy(users.id);
  expect(people.map(({ role }) => role)).toEqual(["owner", "viewer"]);

  const seen = await db.selectDistinct({ status: messages.status }).from(messages).where(ofAccount);
  expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(STATUSES));
  const verdicts = await db.selectDistinct({ verdict: receipts.verdict }).from(receipts).where(ofAccount);
  expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual(["applied", "conflicting", "duplicate", "late"]);
  const visits = await db.selectDistinct({ robot: clicks.robot }).from(clicks).where(ofAccount);
  expect(visits.length).toBe(2);
  expect(await verifyCounts(accountId)).toEqual([]);

  const kept = await db.select().from(groups).where(ofAccount).orderBy(groups.id);
  expect(kept.map(({ name }) => name)).toEqual(["Clientes", "Club Norte", "Newsletter"]);
  const [everybody, club] = kept;
  const agenda = await db.$count(contacts, ofAccount);
  expect(everybody!.members).toBe(agenda);
  expect(club!.members).toBeGreaterThan(1_000);
  expect(club!.members).toBeLessThan(agenda);
  expect(await db.$count(contacts, sql`${ofAccount} and name <> ''`)).toBeGreaterThan(club!.members);

  const wishes = await db.selectDistinct({ action: inboundMessages.action }).from(inboundMessages).where(ofAccount);
  expect(wishes.map(({ action }) => action)).toEqual(expect.arrayContaining(["out", null]));
  const answers = await db.$count(inboundMessages, ofAccount);

  const waiting = await db.$count(simulatedReceipts, ofAccount);
  expect(waiting).toBeGreaterThan(1_000);
  const jobs = await db.execute<{ jobs: number }>(sql`
    select count(*)::int as jobs from graphile_worker.jobs where key like ${`simulate:${accountId}:%`}`);
  expect(jobs.rows[0]!.jobs).toBe(1);
  const [{ gatewayId } = { gatewayId: 0 }] = await db.select().from(simulatedReceipts).where(ofAccount).limit(1);
  const pending = () => db.$count(messages, sql`${ofAccount} and status in ('processed', 'sent')`);
  const before = await pending();
  await sendSimulatedReceipts(scope, gatewayId, () => new Date(now.getTime() + 10 * 60_000));
  expect(await pending()).toBeLessThan(before / 2);
  expect(await verifyCounts(accountId)).toEqual([]);

  expect(await loadDemo(new Date(now.getTime() + 86_400_000))).toEqual(demo);
  expect(await db.$count(messages, ofAccount)).toBe(60_000);
  expect(await db.$count(inboundMessages, ofAccount)).toBe(answers);
  expect(await db.$count(contacts, ofAccount)).toBe(agenda);
});
