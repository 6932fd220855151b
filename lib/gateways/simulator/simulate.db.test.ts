import { and, eq } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks, gateways, messages, parkedReceipts, receipts, simulatedReceipts } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { addGateway } from "@/lib/gateways/add-gateway";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { verifyCounts } from "@/lib/messages/counts";
import { sendSimulatedReceipts, simulate } from "./simulate";

const WEEK_MS = 7 * 86_400_000;

test("a sending lives as on a network: receipts of every verdict, and its links are followed by robots and people", async () => {
  const sender = await createAccount();
  const scope = await scopeOfWorker(sender.accountId);
  const config = { seed: "test", failures: 3, clicks: 3 };
  const gateway = await db.transaction((tx) =>
    addGateway(tx, scope, { kind: "simulator", name: "S", config, errors: {} }),
  );
  const now = new Date();
  const one = { parameters: null, sender: "SHOP", ucs2: false, reference: null };
  const sending = {
    ...{ origin: "api" as const, subid: null, label: null, campaign: null, test: false, allowDuplicates: true },
    ...{ validityMinutes: 60, shortLinks: "all" as const },
    // So many that one without an early or a late receipt among them is one in ten million.
    messages: Array.from({ length: 1_700 }, (_, i) => ({
      ...{ ...one, to: `346${String(i).padStart(8, "0")}` },
      text: `Mira https://example.com/ ${i % 3 === 0 ? "y lee todo esto ".repeat(20) : ""}`,
    })),
  };
  await acceptMessages(sender, sending, now);
  const ours = (table: { accountId: PgColumn }) => eq(table.accountId, scope.accountId);
  const [own] = await db
    .select()
    .from(gateways)
    .where(and(ours(gateways), eq(gateways.id, gateway.id)));
  await simulate(scope, own!, new Date(now.getTime() + 100));
  expect(await db.$count(parkedReceipts, ours(parkedReceipts))).toBe(0);
  for (const after of [2_000, 60_000, WEEK_MS])
    await sendSimulatedReceipts(scope, gateway.id, () => new Date(now.getTime() + after));

  expect(await db.$count(simulatedReceipts, ours(simulatedReceipts))).toBe(0);
  const verdicts = await db.selectDistinct({ verdict: receipts.verdict }).from(receipts).where(ours(receipts));
  expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([
    "applied",
    "conflicting",
    "duplicate",
    "early",
    "late",
  ]);
  const statuses = await db.selectDistinct({ status: messages.status }).from(messages).where(ours(messages));
  expect(statuses.map(({ status }) => status).sort()).toEqual([
    "delivered",
    "expired",
    "non-deliverable",
    "rejected",
    "sent",
  ]);
  const visits = await db.selectDistinct({ robot: clicks.robot }).from(clicks).where(ours(clicks));
  expect(visits.length).toBe(2);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});
