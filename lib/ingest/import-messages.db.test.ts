import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { messages } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import { readImport } from "@/lib/api/import-request";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { importMessages } from "./import-messages";
import { recordReceipts } from "./record-receipts";

const line = (given: Record<string, unknown> = {}) =>
  JSON.stringify({
    to: "34600111222",
    text: "Hola",
    sender: "Shop",
    sentAt: "2019-03-31T02:30:00.250+02:00",
    status: "delivered",
    ...given,
  });
const ingest = (scope: Scope, ...lines: string[]) =>
  importMessages(scope, readImport(Buffer.from(lines.join("\n"))), new Date());
const stored = (scope: Scope) =>
  db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(asc(messages.sentAt));

test("history of any date comes in with its outcome, its own instant in its id", async () => {
  const scope = await createAccount();
  const failed = line({
    sentAt: "2021-06-01T10:00:00Z",
    status: "rejected",
    code: "069",
    credits: "0.8",
    text: "x".repeat(161),
  });
  expect(await ingest(scope, line({ confirmedAt: "2019-03-31T00:30:04Z" }), "", failed)).toEqual({
    imported: 2,
    repeated: 0,
  });
  const [old, younger] = await stored(scope);
  expect(old).toMatchObject({
    status: "delivered",
    origin: "import",
    credits: "1.0000",
    sentAt: new Date("2019-03-31T00:30:00.250Z"),
  });
  expect(old!.confirmedAt).toEqual(new Date("2019-03-31T00:30:04Z"));
  expect(younger).toMatchObject({ status: "rejected", reason: "unknown", code: "069", segments: 2, credits: "0.8000" });
});

test("a reference is imported once, within a request and across requests", async () => {
  const scope = await createAccount();
  const reference = unique("order");
  expect(await ingest(scope, line({ reference }), line({ reference }))).toEqual({ imported: 1, repeated: 1 });
  expect(await ingest(scope, line({ reference }), line())).toEqual({ imported: 1, repeated: 1 });
  expect(await stored(scope)).toHaveLength(2);
});

test("one bad line and nothing is imported; each is named with its reason", async () => {
  const scope = await createAccount();
  const bad = [line(), "{", line({ status: "gone" }), line({ gateway: 3 }), line({ sentAt: "yesterday" })];
  expect(() => readImport(Buffer.from(bad.join("\n")))).toThrow(
    /line 2: not JSON; line 3: status: .*; line 4: gateway and gatewayReference.*; line 5: sentAt/,
  );
  await expect(ingest(scope, line(), line({ sentAt: "2090-01-01T00:00:00Z" }))).rejects.toThrow("future");
  expect(await stored(scope)).toEqual([]);
});

test("receipts that come after the import find the message by its gateway's name", async () => {
  const scope = await createAccount();
  const gatewayReference = unique("SM");
  await ingest(scope, line({ status: "sent", sentAt: new Date().toISOString(), gateway: 3, gatewayReference }));
  const gateway = makeScope(scope.account, { kind: "gateway", gatewayId: 3 });
  const receipt = {
    reference: gatewayReference,
    key: "1",
    part: 0,
    meaning: "delivered" as const,
    refusal: false,
    code: null,
    reason: null,
  };
  await recordReceipts(gateway, [
    { gatewayId: 3, raw: null, receivedAt: new Date(), receipt: { ...receipt, occurredAt: null, text: "" } },
  ]);
  expect((await stored(scope))[0]!.status).toBe("delivered");
});

test("what an import knew is not undone by a weaker word that comes later", async () => {
  const scope = await createAccount();
  const gatewayReference = unique("SM");
  const at = new Date(Date.now() - 5_000).toISOString();
  await ingest(scope, line({ sentAt: at, confirmedAt: at, gateway: 3, gatewayReference }));
  const gateway = makeScope(scope.account, { kind: "gateway", gatewayId: 3 });
  const receipt = {
    reference: gatewayReference,
    key: "1",
    part: 0,
    meaning: "sent" as const,
    refusal: false,
    code: null,
    reason: null,
  };
  await recordReceipts(gateway, [
    { gatewayId: 3, raw: null, receivedAt: new Date(), receipt: { ...receipt, occurredAt: null, text: "" } },
  ]);
  expect((await stored(scope))[0]).toMatchObject({ status: "delivered", confirmedAt: new Date(at) });
});
