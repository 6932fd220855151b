import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db";
import { gatewayReferences, messages, receipts } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { readReceipts } from "@/lib/api/receipts-request";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { addGateway } from "@/lib/gateways/add-gateway";
import { acceptMessages } from "./accept-messages";
import { pushReceipts } from "./push-receipts";

const program = (scope: Scope) => makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["receipts"] });
const push = (scope: Scope, body: unknown, now = new Date()) => pushReceipts(program(scope), readReceipts(body), now);
const statuses = async (scope: Scope) =>
  (await db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(messages.id)).map(
    ({ status, reason, code }) => [status, reason, code],
  );

async function accepted(scope: Scope, reference: string): Promise<string> {
  const message = { to: "34600111222", text: reference, parameters: null, sender: "Shop", ucs2: false, reference };
  const sending = { subid: null, label: null, campaign: null, test: false, allowDuplicates: false };
  const { messages: all } = await acceptMessages(
    scope,
    { origin: "api", ...sending, validityMinutes: null, messages: [message] },
    new Date(),
  );
  return all[0]!.id;
}

test("a message is named by our id, by one's own reference, or by a gateway's name for it", async () => {
  const scope = await createAccount();
  const id = await accepted(scope, "order-1");
  await accepted(scope, "order-2");
  const third = await createMessage(scope, { status: "processed" });
  const gateway = await db.transaction((tx) =>
    addGateway(tx, scope, { kind: "generic", name: "Ours", config: {}, errors: {} }),
  );
  const named = { accountId: scope.accountId, gatewayId: gateway.id, reference: "g-3" };
  await db.insert(gatewayReferences).values({ ...named, sentAt: third.sentAt, id: third.id });
  const all = {
    receipts: [
      { id: id.toUpperCase(), status: "delivered" },
      { reference: "order-2", status: "rejected", reason: "filtered", code: "31" },
      { gateway: gateway.id, gatewayReference: "g-3", status: "sent" },
      { reference: "order-2", status: "sent" },
      { gateway: gateway.id, gatewayReference: "g-4", status: "delivered" },
      { reference: "order-9", status: "delivered" },
    ],
  };
  expect(await push(scope, all)).toEqual({ recorded: 4, repeated: 0, parked: 1, unknown: ["order-9"] });
  expect(await push(scope, { receipts: all.receipts.slice(0, 4) })).toMatchObject({ recorded: 0, repeated: 4 });
  expect((await statuses(scope)).sort()).toEqual(
    [
      ["delivered", null, null],
      ["rejected", "filtered", "31"],
      ["sent", null, null],
    ].sort(),
  );
  const kept = await db.select().from(receipts).where(eq(receipts.accountId, scope.accountId));
  expect(kept.find(({ code }) => code === "31")!.raw).toContain('"reference":"order-2"');
});

test("another account's messages, references and gateways are not touched", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const id = await accepted(theirs, "order-1");
  const gateway = await db.transaction((tx) =>
    addGateway(tx, theirs, { kind: "generic", name: "Theirs", config: {}, errors: {} }),
  );
  expect(await push(mine, { reference: "order-1", status: "delivered" })).toMatchObject({ unknown: ["order-1"] });
  expect(await push(mine, { id, status: "delivered" })).toMatchObject({ recorded: 0, parked: 1 });
  const strange = { gateway: gateway.id, gatewayReference: "x", status: "sent" };
  await expect(push(mine, strange)).rejects.toMatchObject({ outcome: "invalid" });
  expect(await statuses(theirs)).toEqual([["processed", null, null]]);
});

test("a key without the right may not", async () => {
  const scope = await createAccount();
  const reader = makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["read", "send"] });
  const one = readReceipts({ reference: "a", status: "sent" });
  await expect(pushReceipts(reader, one, new Date())).rejects.toMatchObject({ outcome: "forbidden" });
});

describe("what cannot be read", () => {
  test.each([
    [null, /body/],
    [{}, /status/],
    [{ status: "delivered" }, /exactly one/],
    [{ reference: "a", id: "01a218df-5ee5-779d-b5f8-cb35e7711784", status: "sent" }, /exactly one/],
    [{ id: "7", status: "sent" }, /id: is no id/],
    [{ gatewayReference: "g", status: "sent" }, /needs its "gateway"/],
    [{ reference: "a", status: "read" }, /status/],
    [{ reference: "a", status: "delivered", reason: "absent" }, /only a failure/],
    [{ reference: "a", status: "sent", at: "yesterday" }, /at/],
    [{ receipts: [] }, /receipts/],
    [{ receipts: Array(1_001).fill({ reference: "a", status: "sent" }) }, /receipts/],
    [{ receipts: [{ reference: "a", status: "sent" }, { status: "sent" }] }, /receipts\.1/],
  ])("%j", (body, told) => {
    expect(() => readReceipts(body)).toThrow(told);
  });
});
