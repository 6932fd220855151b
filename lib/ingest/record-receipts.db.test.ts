import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { messages, parkedReceipts, receipts } from "@/db/schema";
import { createAccount, createMessage, unique } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { makeScope } from "@/lib/auth/scope";
import type { Receipt } from "@/lib/gateways/gateway";
import { uuid7s } from "@/lib/messages/uuid7";
import { type Received, recordReceipts } from "./record-receipts";

const gatewayOf = (scope: Scope) => makeScope(scope.account, { kind: "gateway", gatewayId: 1 });
const received = (reference: string, given: Partial<Receipt> = {}): Received => ({
  gatewayId: 1,
  raw: "GET /receipts/…",
  receivedAt: new Date(),
  receipt: {
    ...{ reference, key: unique("event"), part: 0, meaning: "delivered", refusal: false },
    ...{ code: null, reason: null, occurredAt: null, text: "stat:DELIVRD" },
    ...given,
  },
});
const find = async (scope: Scope, id: string) =>
  (
    await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, scope.accountId), eq(messages.id, id)))
  )[0]!;
const timeline = (scope: Scope, id: string) =>
  db
    .select()
    .from(receipts)
    .where(and(eq(receipts.accountId, scope.accountId), eq(receipts.messageId, id)))
    .orderBy(receipts.receivedAt);

test("sent, then delivered: the message follows, and the timeline tells", async () => {
  const scope = await createAccount();
  const { id } = await createMessage(scope, { status: "processed" });
  expect(await recordReceipts(gatewayOf(scope), [received(id, { meaning: "sent" })])).toMatchObject({ recorded: 1 });
  expect(await find(scope, id)).toMatchObject({ status: "sent", confirmedAt: null, receipts: 1 });
  await recordReceipts(gatewayOf(scope), [received(id)]);
  const message = await find(scope, id);
  expect(message).toMatchObject({ status: "delivered", receipts: 2 });
  expect(message.confirmedAt).toBeInstanceOf(Date);
  expect((await timeline(scope, id)).map(({ verdict }) => verdict)).toEqual(["applied", "applied"]);
});

test("the same event delivered again is counted, not recorded twice", async () => {
  const scope = await createAccount();
  const { id } = await createMessage(scope, { status: "processed" });
  const event = received(id, { key: "eid-1" });
  await recordReceipts(gatewayOf(scope), [event, event]);
  expect(await recordReceipts(gatewayOf(scope), [event])).toEqual({ recorded: 0, repeated: 1, parked: 0 });
  expect((await timeline(scope, id)).map(({ repeats }) => repeats)).toEqual([2]);
});

test("a refusal at submit costs nothing, unless another part went out", async () => {
  const scope = await createAccount();
  const { id } = await createMessage(scope, { status: "processed", segments: 3, credits: "3.0000" });
  const refusal = received(id, { meaning: "rejected", refusal: true, part: 1, code: "0x0b", reason: "invalid_number" });
  await recordReceipts(gatewayOf(scope), [refusal]);
  expect(await find(scope, id)).toMatchObject({
    status: "rejected",
    credits: "0.0000",
    code: "0x0b",
    reason: "invalid_number",
  });
  await recordReceipts(gatewayOf(scope), [received(id)]);
  expect(await find(scope, id)).toMatchObject({ status: "rejected", credits: "3.0000" });
});

test("a receipt of an unknown message is parked, and another account's message is unknown", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const { id } = await createMessage(theirs, { status: "processed" });
  const nobody = uuid7s(new Date(), 1)[0]!;
  expect(await recordReceipts(gatewayOf(mine), [received(id), received(nobody), received("not ours")])).toEqual({
    recorded: 0,
    repeated: 0,
    parked: 3,
  });
  expect((await find(theirs, id)).status).toBe("processed");
  expect(await db.$count(parkedReceipts, eq(parkedReceipts.accountId, mine.accountId))).toBe(3);
});

test("any order, repetition and interleaving of receipts gives one outcome", async () => {
  const meanings = ["sent", "delivered", "expired", "rejected", "non-deliverable", null] as const;
  const receipt = fc.record({
    meaning: fc.constantFrom(...meanings),
    part: fc.nat(2),
    key: fc.nat(5).map((n) => `event-${n}`),
  });
  const scope = await createAccount();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(receipt, { selector: ({ key }) => key, minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (set, stream) => {
        const at = new Date();
        const outcomes: unknown[] = [];
        for (const order of ["given", "shuffled and repeated"]) {
          const { id } = await createMessage(scope, { status: "processed", segments: 3, credits: "3.0000" });
          const all = set.map((each) => ({ ...received(id, { ...each, occurredAt: at }) }));
          const shuffled = [...all, ...all.slice(0, 2)].sort(() => (stream.next().value! % 3) - 1);
          const arriving = order === "given" ? all : shuffled;
          for (const chunk of [arriving.slice(0, 2), arriving.slice(2)]) await recordReceipts(gatewayOf(scope), chunk);
          const { status, code, reason, credits, confirmedAt } = await find(scope, id);
          outcomes.push({ status, code, reason, credits, confirmed: confirmedAt !== null });
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
      },
    ),
    { numRuns: 40 },
  );
});
