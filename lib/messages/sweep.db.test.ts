import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { messages, outbox } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { makeScope } from "@/lib/auth/scope";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { sweepExpired } from "./sweep";

const HOUR = 3_600_000;
const find = async (accountId: number, id: string) =>
  (
    await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, accountId), eq(messages.id, id)))
  )[0]!;

test("what got no final receipt in its validity expires; a late delivery still counts", async () => {
  const now = new Date();
  const scope = await createAccount();
  const worker = makeScope(scope.account, { kind: "worker" });
  const past = { sentAt: new Date(now.getTime() - 73 * HOUR), validUntil: new Date(now.getTime() - HOUR) };
  const sent = await createMessage(scope, { ...past, status: "sent", handedAt: past.sentAt });
  const waiting = await createMessage(scope, { ...past, status: "processed" });
  const young = await createMessage(scope, { status: "sent", validUntil: new Date(now.getTime() + HOUR) });
  const done = await createMessage(scope, { ...past, status: "delivered" });

  expect(await sweepExpired(worker, now)).toBe(2);
  expect(await find(scope.accountId, sent.id)).toMatchObject({
    status: "expired",
    reason: "expired",
    credits: "1.0000",
  });
  expect(await find(scope.accountId, waiting.id)).toMatchObject({ status: "expired", credits: "0.0000" });
  expect((await find(scope.accountId, young.id)).status).toBe("sent");
  expect((await find(scope.accountId, done.id)).status).toBe("delivered");
  expect(await sweepExpired(worker, now)).toBe(0);

  const late = {
    reference: sent.id,
    key: "late",
    part: 0,
    meaning: "delivered" as const,
    refusal: false,
    code: null,
    reason: null,
  };
  await recordReceipts(worker, [
    { gatewayId: 1, raw: null, receivedAt: now, receipt: { ...late, occurredAt: null, text: "" } },
  ]);
  expect(await find(scope.accountId, sent.id)).toMatchObject({ status: "delivered", reason: null });
});

test("what nobody swept for a long time expires all the same", async () => {
  const now = new Date();
  const scope = await createAccount();
  const times = { sentAt: new Date(now.getTime() - 400 * HOUR), validUntil: new Date(now.getTime() - 328 * HOUR) };
  const { id } = await createMessage(scope, { ...times, status: "sent", origin: "import" });
  expect(await sweepExpired(makeScope(scope.account, { kind: "worker" }), now)).toBe(1);
  expect(await find(scope.accountId, id)).toMatchObject({ status: "expired", credits: "1.0000" });
});

test("what a killed process was handing over is charged when it expires: perhaps it went out", async () => {
  const now = new Date();
  const scope = await createAccount();
  const times = { sentAt: new Date(now.getTime() - 73 * HOUR), validUntil: new Date(now.getTime() - HOUR) };
  const waits = { ...times, status: "processed" as const };
  const [cut, waiting] = [await createMessage(scope, waits), await createMessage(scope, waits)];
  const queued = { accountId: scope.accountId, sentAt: times.sentAt, gatewayId: 1, dueAt: times.sentAt };
  await db.insert(outbox).values([
    { ...queued, id: cut.id, handingAt: times.sentAt },
    { ...queued, id: waiting.id },
  ]);
  expect(await sweepExpired(makeScope(scope.account, { kind: "worker" }), now)).toBe(2);
  expect(await find(scope.accountId, cut.id)).toMatchObject({ status: "expired", credits: "1.0000" });
  expect(await find(scope.accountId, waiting.id)).toMatchObject({ status: "expired", credits: "0.0000" });
  expect(await db.$count(outbox, eq(outbox.accountId, scope.accountId))).toBe(0);
});
