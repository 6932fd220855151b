import { timingSafeEqual } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { db } from "@/db";
import { accounts, gateways } from "@/db/schema";
import type { Gateway } from "@/lib/gateways/choose-gateway";
import { readToken } from "@/lib/gateways/token";
import { accountFacts, getAccountFacts } from "./account-facts";
import { makeScope, type Scope } from "./scope";
import { ShortMemory } from "./short-memory";

type Found = { scope: Scope; gateway: Gateway };

/** A changed error table or secret counts when this is over. */
const remembered = new ShortMemory<Found>(3_000);

/**
 * Who reports at `/receipts/TOKEN`. Also for a gateway that is switched off and for a suspended account: both may send
 * no more, but what happened to the messages sent before must not be lost.
 */
export function scopeOfGateway(token: string): Promise<Found | null> {
  return remembered.get(token, () => find(token));
}

async function find(token: string): Promise<Found | null> {
  const read = readToken(token);
  if (!read) return null;
  const [row] = await db
    .select({ gateway: gateways, account: accounts })
    .from(gateways)
    .innerJoin(accounts, eq(accounts.id, gateways.accountId))
    .where(and(eq(gateways.accountId, read.accountId), eq(gateways.id, read.gatewayId)));
  if (!row || !sameSecret(row.gateway.secret, read.secret)) return null;
  const { gateway, account } = row;
  return { gateway, scope: makeScope(accountFacts(account), { kind: "gateway", gatewayId: gateway.id }) };
}

function sameSecret(kept: string, given: string): boolean {
  const [one, other] = [Buffer.from(kept), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Our own jobs, for one account at a time, suspended or not. @throws AppError not-found. */
export async function scopeOfWorker(accountId: number): Promise<Scope> {
  return makeScope(await getAccountFacts(accountId, { evenSuspended: true }), { kind: "worker" });
}
