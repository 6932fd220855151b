import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { gatewayHours, gateways } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { flushHeard, noteHeard } from "@/lib/ingest/heard";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { createGateway, mapCode } from "./commands";
import { listUnknownCodes } from "./unknown-codes";

const NOW = new Date();

/** Failures with these codes, each of a message of its own; `null`: with a reason. */
async function failed(
  scope: Scope,
  gatewayId: number,
  codes: readonly string[],
  reason: "unknown" | "absent" = "unknown",
) {
  const messages = await createMessages(
    scope,
    codes.map(() => ({ status: "sent" as const })),
  );
  const by = makeScope(scope.account, { kind: "gateway", gatewayId });
  await recordReceipts(
    by,
    messages.map(({ id }, i) => ({
      ...{ gatewayId, raw: "GET /receipts/…", receivedAt: NOW },
      receipt: {
        ...{ reference: id, key: `k${i}`, part: 0, meaning: "non-deliverable" as const, refusal: false, reason },
        ...{ code: codes[i]!, occurredAt: null, text: `err:${codes[i]}` },
      },
    })),
  );
}
const set = async () => {
  const scope = await createAccount();
  const { id } = await createGateway(scope, { kind: "jasmin", name: "Jasmin", config: {} });
  return { scope, id };
};

test("codes that say nothing are counted per gateway, with what came last, until one is told the meaning", async () => {
  const { scope, id } = await set();
  await failed(scope, id, ["042", "042", "099"]);
  await failed(scope, id, ["042"]);
  await failed(scope, id, ["007"], "absent");
  const found = await listUnknownCodes(scope, NOW, id);
  expect(found.map(({ code, receipts, gateway, text }) => [code, receipts, gateway, text]).sort()).toEqual([
    ["042", 3, "Jasmin", "err:042"],
    ["099", 1, "Jasmin", "err:099"],
  ]);
  await mapCode(scope, id, "042", "blocked");
  const [gateway] = await db
    .select()
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, id)));
  expect(gateway!.errors).toEqual({ "042": "blocked" });
  expect((await listUnknownCodes(scope, NOW)).map(({ code }) => code)).toEqual(["099"]);
});

test("they are forgotten after a month, and are nobody else's", async () => {
  const { scope, id } = await set();
  await failed(scope, id, ["042"]);
  expect(await listUnknownCodes(scope, new Date(NOW.getTime() + 31 * 86_400_000))).toEqual([]);
  const other = await set();
  expect(await listUnknownCodes(other.scope, NOW)).toEqual([]);
  const { id: second } = await createGateway(scope, { kind: "jasmin", name: "Second", config: {} });
  await expect(mapCode(other.scope, second, "042", "blocked")).rejects.toMatchObject({ outcome: "not-found" });
  const kept = await db.select().from(gateways).where(eq(gateways.accountId, scope.accountId));
  expect(kept.map(({ errors }) => errors)).toEqual([{}, {}]);
  await expect(mapCode(other.scope, other.id, "042", "no idea")).rejects.toMatchObject({ outcome: "invalid" });
  const viewer = await createAccount({ role: "viewer" });
  await expect(listUnknownCodes(viewer, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
});

test("what a gateway told is counted by the hour, however many tell at once", async () => {
  const { scope, id } = await set();
  const at = new Date("2026-11-23T12:10:00Z");
  for (let i = 0; i < 40; i++) noteHeard(scope, id, new Date(at.getTime() + i * 60_000));
  await Promise.all([flushHeard(), flushHeard()]);
  noteHeard(scope, id, at);
  await flushHeard();
  const hours = await db
    .select()
    .from(gatewayHours)
    .where(eq(gatewayHours.accountId, scope.accountId))
    .orderBy(gatewayHours.hour);
  expect(hours.map(({ hour, receipts }) => [hour.toISOString(), receipts])).toEqual([["2026-11-23T12:00:00.000Z", 41]]);
  const [gateway] = await db.select().from(gateways).where(eq(gateways.accountId, scope.accountId));
  expect(gateway!.lastReceiptAt).toEqual(new Date(at.getTime() + 39 * 60_000));
});
