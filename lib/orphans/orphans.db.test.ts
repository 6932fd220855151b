import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { gatewayReferences, messages, parkedReceipts } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { createGateway } from "@/lib/gateways/commands";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { verifyCounts } from "@/lib/messages/counts";
import { uuid7s } from "@/lib/messages/uuid7";
import { attachOrphan, discardOrphan, discardOrphans, replayOrphan, replayOrphans } from "./commands";
import { countOrphans, listOrphans, type Place } from "./queries";

const NOW = new Date("2026-11-23T12:00:00Z");

async function set() {
  const scope = await createAccount();
  const { id } = await createGateway(scope, { kind: "jasmin", name: "Jasmin", config: {} });
  return { scope, gatewayId: id };
}

/** A receipt of a message that nobody knows. */
async function orphan(scope: Scope, gatewayId: number, reference: string, key = "k", at = NOW) {
  const by = makeScope(scope.account, { kind: "gateway", gatewayId });
  const receipt = {
    ...{ reference, key, part: 0, meaning: "delivered" as const, refusal: false, code: null, reason: null },
    ...{ occurredAt: null, text: "stat:DELIVRD" },
  };
  await recordReceipts(by, [{ gatewayId, receipt, raw: "POST /receipts/…", receivedAt: at }]);
  return { gatewayId, reference, key };
}
const statusOf = async (scope: Scope, id: string) => {
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId));
  return rows.find((row) => row.id === id)?.status;
};
const referencesOf = async (scope: Scope) => (await listOrphans(scope, {})).rows.map(({ reference }) => reference);

test("orphans are listed with what they say, newest first, by gateway", async () => {
  const { scope, gatewayId } = await set();
  await orphan(scope, gatewayId, "A");
  await orphan(scope, gatewayId, "B", "k", new Date(NOW.getTime() + 1_000));
  await orphan(scope, gatewayId, "A");
  const { rows, total } = await listOrphans(scope, {});
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    { reference: "B", gateway: "Jasmin", repeats: 0 },
    { reference: "A", repeats: 1, raw: "POST /receipts/…", receipt: { meaning: "delivered", text: "stat:DELIVRD" } },
  ]);
  expect(await listOrphans(scope, { gatewayId: gatewayId + 1 })).toMatchObject({ rows: [], total: 0 });
  expect(await countOrphans(scope)).toEqual([{ gatewayId, gateway: "Jasmin", count: 2 }]);
});

test("pages meet every one once, also of one instant", async () => {
  const { scope, gatewayId } = await set();
  for (let i = 0; i < 120; i++) await orphan(scope, gatewayId, `R${i % 40}`, `k${i}`);
  const met: string[] = [];
  for (let after: Place | undefined; ; ) {
    const page = await listOrphans(scope, { after });
    met.push(...page.rows.map(({ reference, key }) => `${reference} ${key}`));
    if (!page.next) break;
    after = page.next;
  }
  expect(met).toHaveLength(120);
  expect(new Set(met).size).toBe(120);
});

test("a replay finds the message that was recorded later; what has none stays", async () => {
  const { scope, gatewayId } = await set();
  const [found, lost] = [await orphan(scope, gatewayId, "A"), await orphan(scope, gatewayId, "B")];
  expect(await replayOrphan(scope, found)).toBe(false);
  const { accountId, sentAt, id } = await createMessage(scope, { status: "sent" });
  await db.insert(gatewayReferences).values({ accountId, gatewayId, reference: "A", sentAt, id });
  expect(await replayOrphan(scope, found)).toBe(true);
  expect(await statusOf(scope, id)).toBe("delivered");
  await expect(replayOrphan(scope, found)).rejects.toMatchObject({ outcome: "not-found" });
  expect(await referencesOf(scope)).toEqual([lost.reference]);
});

test("all of a gateway are replayed, and none of another", async () => {
  const { scope, gatewayId } = await set();
  const other = await createGateway(scope, { kind: "jasmin", name: "Other", config: {} });
  const { accountId, sentAt, id } = await createMessage(scope, { status: "sent" });
  for (const each of [gatewayId, other.id]) {
    await orphan(scope, each, "A");
    await orphan(scope, each, "B");
    await db.insert(gatewayReferences).values({ accountId, gatewayId: each, reference: "A", sentAt, id });
  }
  expect(await replayOrphans(scope, gatewayId)).toEqual({ applied: 1, more: false });
  expect(await countOrphans(scope)).toMatchObject([
    { gatewayId, count: 1 },
    { gatewayId: other.id, count: 2 },
  ]);
  expect(await replayOrphans(scope)).toEqual({ applied: 1, more: false });
});

test("attached by hand it counts, and so does what else comes under its name", async () => {
  const { scope, gatewayId } = await set();
  const [key] = [await orphan(scope, gatewayId, "A", "k1"), await orphan(scope, gatewayId, "A", "k2")];
  const { id } = await createMessage(scope, { status: "sent" });
  await attachOrphan(scope, key, ` ${id.toUpperCase()} `);
  expect(await statusOf(scope, id)).toBe("delivered");
  expect(await referencesOf(scope)).toEqual([]);
  await orphan(scope, gatewayId, "A", "k3");
  expect(await referencesOf(scope)).toEqual([]);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});

test("one that names an id of ours which does not exist is attached by itself", async () => {
  const { scope, gatewayId } = await set();
  const key = await orphan(scope, gatewayId, uuid7s(NOW, 1)[0]!);
  const { id } = await createMessage(scope, { status: "sent" });
  await attachOrphan(scope, key, id);
  expect(await statusOf(scope, id)).toBe("delivered");
  expect(await db.$count(gatewayReferences, eq(gatewayReferences.accountId, scope.accountId))).toBe(0);
});

test("what is no message, or another account's, attaches nothing", async () => {
  const [{ scope, gatewayId }, theirs] = [await set(), await createAccount()];
  const key = await orphan(scope, gatewayId, "A");
  const { id } = await createMessage(theirs, { status: "sent" });
  for (const wrong of ["", "x", uuid7s(NOW, 1)[0]!, id])
    await expect(attachOrphan(scope, key, wrong)).rejects.toMatchObject({ fields: { message: "unknown-message" } });
  expect(await referencesOf(scope)).toEqual(["A"]);
  expect(await statusOf(theirs, id)).toBe("sent");
});

test("discarded are those that had come by then", async () => {
  const { scope, gatewayId } = await set();
  const first = await orphan(scope, gatewayId, "A");
  await orphan(scope, gatewayId, "B");
  await orphan(scope, gatewayId, "C", "k", new Date(NOW.getTime() + 1_000));
  await discardOrphan(scope, first);
  await expect(discardOrphan(scope, first)).rejects.toMatchObject({ outcome: "not-found" });
  expect(await discardOrphans(scope, NOW, gatewayId + 1)).toBe(0);
  expect(await discardOrphans(scope, NOW, gatewayId)).toBe(1);
  expect(await referencesOf(scope)).toEqual(["C"]);
});

test("another account's are neither seen nor touched, and a reader changes nothing", async () => {
  const [mine, { scope: theirs, gatewayId }] = [await createAccount(), await set()];
  const key = await orphan(theirs, gatewayId, "A");
  expect(await listOrphans(mine, {})).toMatchObject({ rows: [], total: 0 });
  for (const act of [() => replayOrphan(mine, key), () => discardOrphan(mine, key)])
    await expect(act()).rejects.toMatchObject({ outcome: "not-found" });
  expect(await discardOrphans(mine, new Date())).toBe(0);
  const viewer = await createAccount({ role: "viewer" });
  for (const act of [
    () => replayOrphans(viewer),
    () => discardOrphans(viewer, NOW),
    () => attachOrphan(viewer, key, "x"),
  ])
    await expect(act()).rejects.toMatchObject({ outcome: "forbidden" });
  expect(await db.$count(parkedReceipts, eq(parkedReceipts.accountId, theirs.accountId))).toBe(1);
});
