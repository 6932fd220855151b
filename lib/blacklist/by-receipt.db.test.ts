import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { accounts, blacklist, gatewayReferences } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { createGateway } from "@/lib/gateways/commands";
import type { Receipt } from "@/lib/gateways/gateway";
import type { ReceivedKind } from "@/lib/gateways/receivers";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { setBlacklistOn } from "./commands";

const CONFIG: Partial<Record<ReceivedKind, Record<string, unknown>>> = { twilio: { authToken: "x" } };

/** A message that a gateway of this kind told something about. */
async function told(scope: Scope, kind: ReceivedKind, said: Partial<Receipt>) {
  const gateway = await createGateway(scope, { kind, name: kind, config: CONFIG[kind] ?? {} });
  const message = await createMessage(scope, { status: "sent", gatewayId: null });
  const { accountId, sentAt, id } = message;
  await db.insert(gatewayReferences).values({ accountId, gatewayId: gateway.id, reference: "R", sentAt, id });
  const receipt: Receipt = {
    ...{ reference: "R", key: "k", part: 0, meaning: "rejected", refusal: true, code: null, reason: "blocked" },
    ...{ occurredAt: null, text: "" },
    ...said,
  };
  const by = makeScope(scope.account, { kind: "gateway", gatewayId: gateway.id });
  await recordReceipts(by, [{ gatewayId: gateway.id, receipt, raw: "x", receivedAt: new Date() }]);
  return message;
}
const listed = (scope: Scope) => db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));

test("a gateway's word that the person opted out lists the number, unless the account chose otherwise", async () => {
  const [usual, off] = [await createAccount(), await createAccount({ blacklistOn: [] })];
  const message = await told(usual, "twilio", { code: "21610" });
  expect(await listed(usual)).toMatchObject([
    { msisdn: message.msisdn, source: "receipt", messageId: message.id, note: "blocked · 21610" },
  ]);
  await told(off, "twilio", { code: "21610" });
  expect(await listed(off)).toEqual([]);
});

test("the same code of another kind of gateway says nothing of the kind, nor does another code", async () => {
  const scope = await createAccount();
  await told(scope, "jasmin", { code: "21610" });
  await told(scope, "twilio", { code: "30007", reason: "filtered" });
  expect(await listed(scope)).toEqual([]);
});

test("a reason lists numbers where the account chose it, when a message fails for it", async () => {
  const scope = await createAccount({ blacklistOn: ["unknown_subscriber"] });
  await told(scope, "jasmin", { meaning: "non-deliverable", refusal: false, reason: "absent" });
  expect(await listed(scope)).toEqual([]);
  await told(scope, "jasmin", { meaning: "non-deliverable", refusal: false, reason: "unknown_subscriber" });
  expect(await listed(scope)).toHaveLength(1);
});

test("what is chosen counts from then on; only managers choose, and only what there is", async () => {
  const scope = await createAccount();
  await setBlacklistOn(scope, ["invalid_number", "blocked"]);
  const [row] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
  expect(row!.blacklistOn).toEqual(["blocked", "invalid_number"]);
  await expect(setBlacklistOn(scope, ["absent"])).rejects.toMatchObject({ outcome: "invalid" });
  await expect(setBlacklistOn(await createAccount({ role: "viewer" }), [])).rejects.toMatchObject({
    outcome: "forbidden",
  });
});
