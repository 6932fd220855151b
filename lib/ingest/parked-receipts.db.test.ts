import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { gatewayReferences, messages, parkedReceipts, receipts } from "@/db/schema";
import { createAccount, createMessage, unique } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { lockMessages } from "@/lib/messages/change";
import { registerReferences, retryParked } from "./parked-receipts";
import { type Received, recordReceipts, recordWithin } from "./record-receipts";

const gatewayOf = (scope: Scope) => makeScope(scope.account, { kind: "gateway", gatewayId: 7 });
const said = (reference: string, given: Partial<Received["receipt"]> = {}): Received => ({
  gatewayId: 7,
  raw: "POST /receipts/…",
  receivedAt: new Date(),
  receipt: {
    ...{ reference, key: unique("event"), part: 0, meaning: "delivered", refusal: false, code: null, reason: null },
    ...{ occurredAt: new Date("2026-11-20T09:00:00.123Z"), text: "delivered" },
    ...given,
  },
});
const statusOf = async (scope: Scope, id: string) =>
  (
    await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, scope.accountId), eq(messages.id, id)))
  )[0]!.status;
const parked = (scope: Scope) => db.$count(parkedReceipts, eq(parkedReceipts.accountId, scope.accountId));
const verdicts = async (scope: Scope) =>
  (await db.select().from(receipts).where(eq(receipts.accountId, scope.accountId))).map(({ verdict }) => verdict);
const register = (scope: Scope, name: string, message: { id: string; sentAt: Date }, part = 0) =>
  db.transaction((tx) =>
    registerReferences(tx, scope, [{ gatewayId: 7, reference: name, sentAt: message.sentAt, id: message.id, part }]),
  );

test("a receipt that comes before the gateway's name of its message is known waits, and is applied as early", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { status: "processed" });
  const name = unique("SM");
  expect(await recordReceipts(gatewayOf(scope), [said(name)])).toMatchObject({ parked: 1 });
  await register(scope, name, message);
  expect(await statusOf(scope, message.id)).toBe("delivered");
  expect(await verdicts(scope)).toEqual(["early"]);
  expect(await parked(scope)).toBe(0);
});

test("by its own name each part is told apart", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { status: "processed", segments: 2 });
  const [one, two] = [unique("part"), unique("part")];
  await register(scope, one, message, 1);
  await register(scope, two, message, 2);
  await recordReceipts(gatewayOf(scope), [said(one)]);
  await recordReceipts(gatewayOf(scope), [said(two, { meaning: "expired" })]);
  expect(await statusOf(scope, message.id)).toBe("expired");
});

test("a name means a message of its own account and gateway only", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const message = await createMessage(theirs, { status: "processed" });
  const name = unique("SM");
  await register(theirs, name, message);
  expect(await recordReceipts(gatewayOf(mine), [said(name)])).toMatchObject({ parked: 1 });
  expect(await recordReceipts(gatewayOf(theirs), [{ ...said(name), gatewayId: 8 }])).toMatchObject({ parked: 1 });
  expect(await statusOf(theirs, message.id)).toBe("processed");
});

test("orphans find their message when they are looked for again", async () => {
  const scope = await createAccount();
  const name = unique("SM");
  await recordReceipts(gatewayOf(scope), [said(name), said(unique("never"))]);
  const message = await createMessage(scope, { status: "processed" });
  // A crossing that registerReferences could not see: the name is there, its receipt still parked.
  const { gatewayReferences } = await import("@/db/schema");
  await db
    .insert(gatewayReferences)
    .values({ accountId: scope.accountId, gatewayId: 7, reference: name, sentAt: message.sentAt, id: message.id });
  expect((await retryParked(scope, { since: new Date(Date.now() - 60_000) })).applied).toBe(1);
  expect(await statusOf(scope, message.id)).toBe("delivered");
  expect(await parked(scope)).toBe(1);
  expect((await retryParked(scope, { since: new Date(Date.now() - 60_000) })).applied).toBe(0);
});

test("two gateways' receipts of one name and key are both looked at, also on either side of a page's edge", async () => {
  const scope = await createAccount();
  const rows = Array.from({ length: 499 }, (_, n) => ({ gatewayId: 7, reference: `a${n}`, key: "k" }));
  const pair = [7, 8].map((gatewayId) => ({ gatewayId, reference: "b", key: "k" }));
  const parkedAs = ({ gatewayId, reference, key }: (typeof pair)[number]) => {
    const { receipt, receivedAt } = said(reference, { key });
    return { accountId: scope.accountId, gatewayId, reference, key, receipt, receivedAt };
  };
  await db.insert(parkedReceipts).values([...rows, ...pair].map(parkedAs));
  const messages = await Promise.all(pair.map(() => createMessage(scope, { status: "processed" })));
  await db.insert(gatewayReferences).values(
    pair.map(({ gatewayId, reference }, n) => {
      const { sentAt, id } = messages[n]!;
      return { accountId: scope.accountId, gatewayId, reference, sentAt, id };
    }),
  );
  expect(await retryParked(scope, {})).toEqual({ applied: 2, more: false });
});

test("who looks again at what is parked waits for no one who holds a message and parks another receipt", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { status: "processed" });
  const [name, orphan] = [unique("SM"), said(unique("SM"))];
  await recordReceipts(gatewayOf(scope), [said(name), orphan]);
  const { id, sentAt } = message;
  await db.insert(gatewayReferences).values({ accountId: scope.accountId, gatewayId: 7, reference: name, sentAt, id });
  let looking: ReturnType<typeof retryParked> | undefined;
  await db.transaction(async (tx) => {
    await lockMessages(tx, scope, [message]);
    looking = retryParked(gatewayOf(scope), {});
    await sleep(200);
    await recordWithin(tx, scope, [orphan]);
  });
  expect(await looking).toEqual({ applied: 1, more: false });
  expect(await statusOf(scope, id)).toBe("delivered");
  expect(await parked(scope)).toBe(1);
});
