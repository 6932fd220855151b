import { and, eq } from "drizzle-orm";
import { db, pool } from "@/db";
import { installation, messages, users } from "@/db/schema";
import { planDemo } from "@/db/seed/demo";
import { openAccount } from "@/db/seed/generate";
import { loadAccount } from "@/db/seed/load";
import { createKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { requestTask } from "@/lib/gateways/alone";
import { chooseGateways } from "@/lib/gateways/choose-gateway";
import { invite, join } from "@/lib/users/invitations";
import { addAgenda } from "./demo-agenda";
import { addAnswers } from "./demo-answers";

export type Demo = { email: string; password: string; key: string };

const OWNER = { email: "demo@example.com", password: "tienda-norte" };
const VIEWER = { email: "vista@example.com", password: "tienda-norte" };
const KEY = "demo";

/**
 * The sample account, loaded once into the demo's own database: a shop's 90 days up to `now`. Whatever a killed start
 * has left is completed by the next.
 *
 * @returns how to sign in, and an API key: printed at each start.
 */
export async function loadDemo(now: Date): Promise<Demo> {
  // The key is kept readable, which no other ever is: sample data on this machine, and a start must be able to print it.
  const [kept] = await db.select().from(installation).where(eq(installation.key, KEY));
  if (kept) return { ...OWNER, key: kept.value };
  const scope = await openDemo(now);
  await addViewer(scope, now);
  const { key } = await createKey(scope, { name: "Demo", scopes: ["send", "receipts", "read"] });
  await db.insert(installation).values({ key: KEY, value: key });
  return { ...OWNER, key };
}

async function openDemo(now: Date): Promise<Scope> {
  const plan = planDemo(now);
  const [owner] = await db.select().from(users).where(eq(users.email, OWNER.email));
  const accountId = owner?.accountId ?? (await openAccount(plan, { ...OWNER, now, locale: "en" })).accountId;
  const scope = await scopeOfWorker(accountId);
  const gateway = await db.transaction(async (tx) => (await chooseGateways(tx, scope))(""));
  const loaded = await db.select({ id: messages.id }).from(messages).where(eq(messages.accountId, accountId)).limit(1);
  if (loaded.length === 0) {
    const account = { plan, accountId, gatewayId: gateway.id, now, serial: 0 };
    await loadAccount(account, { receipts: true, queue: true });
    await pool().query("analyze messages, receipts, links, clicks, texts, campaigns, counts, count_delays");
  }
  await addAgenda(scope, now);
  await addAnswers(scope, gateway.id, now);
  await requestTask(db, "simulate", scope, gateway.id);
  return scope;
}

/** Somebody who may look at everything and change nothing. */
async function addViewer(scope: Scope, now: Date): Promise<void> {
  const there = and(eq(users.accountId, scope.accountId), eq(users.email, VIEWER.email));
  if ((await db.$count(users, there)) > 0) return;
  const token = await invite(scope, { email: VIEWER.email, role: "viewer" }, now);
  await join(token, { name: "Vera Vista", password: VIEWER.password, locale: "es" }, now);
}
