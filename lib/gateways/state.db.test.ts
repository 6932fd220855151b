import { expect, test } from "vitest";
import { db } from "@/db";
import { gatewayMinutes, outbox } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import { createGateway } from "./commands";
import { gatewayStates } from "./state";

const NOW = new Date("2026-11-23T12:00:30.000Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

test("each gateway tells its queue, its rate and what became of the last hour's messages", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  for (const name of ["First", "Second"]) await createGateway(scope, { kind: "jasmin", name, config: {} });
  const handed = { gatewayId: 1, sentAt: ago(600), handedAt: ago(590), receipts: 1 };
  const delivered = Array.from({ length: 19 }, (_, i) => {
    return { ...handed, status: "delivered" as const, confirmedAt: new Date(ago(590).getTime() + (i + 1) * 1_000) };
  });
  await createMessages(scope, [
    ...delivered,
    { ...handed, status: "rejected", reason: "filtered", confirmedAt: ago(500) },
    { ...handed, status: "sent", receipts: 0 },
    { ...handed, gatewayId: 2, status: "sent" },
    { ...handed, status: "delivered", sentAt: ago(4_000) }, // of an hour before
    { ...handed, status: "processed", handedAt: null },
  ]);
  await createMessages(other, [{ ...handed, status: "rejected" }]);

  const { accountId } = scope;
  const waiting = await createMessages(
    scope,
    [1, 2, 3].map((minute) => ({ sentAt: ago(minute * 60), status: "processed" as const })),
  );
  await db
    .insert(outbox)
    .values(waiting.map(({ sentAt, id }) => ({ accountId, sentAt, id, gatewayId: 2, dueAt: sentAt })));
  await db.insert(gatewayMinutes).values([
    { accountId, gatewayId: 1, at: new Date("2026-11-23T12:00:00Z"), handed: 10 },
    { accountId, gatewayId: 1, at: new Date("2026-11-23T11:59:00Z"), handed: 20 }, // half of it in the last minute
    { accountId, gatewayId: 1, at: new Date("2026-11-23T11:50:00Z"), handed: 70, unsure: 2 },
    { accountId, gatewayId: 1, at: new Date("2026-11-23T11:30:00Z"), handed: 999 },
    { accountId: other.accountId, gatewayId: 1, at: new Date("2026-11-23T12:00:00Z"), handed: 999 },
  ]);

  const states = await gatewayStates(scope, NOW);
  expect([...states.keys()].sort()).toEqual([1, 2]);
  expect(states.get(1)).toEqual({
    gatewayId: 1,
    waiting: { messages: 0, more: false, oldestAt: null },
    handed: { lastMinute: 20, last15: 100, unsure: 2 },
    sample: { messages: 21, failed: 1, silent: 1, p95Seconds: 19 },
  });
  expect(states.get(2)).toMatchObject({
    waiting: { messages: 3, more: false, oldestAt: ago(180) },
    handed: { lastMinute: 0, last15: 0, unsure: 0 },
    sample: { messages: 1, failed: 0, silent: 0, p95Seconds: null },
  });
});

test("a quiet account has nothing to tell, and only who manages is told", async () => {
  expect(await gatewayStates(await createAccount(), NOW)).toEqual(new Map());
  await expect(gatewayStates(await createAccount({ role: "viewer" }), NOW)).rejects.toMatchObject({
    outcome: "forbidden",
  });
});
