import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, lte, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, gateways, outbox } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { isAway, isDeadlock } from "@/lib/http";
import { recordWithin } from "@/lib/ingest/record-receipts";
import { lockMessages } from "@/lib/messages/change";
import { requestTask } from "./alone";
import { type Gateway, SENDING_KINDS } from "./choose-gateway";
import { among, claim, type Waiting } from "./claim";
import type { HandOver } from "./gateway";
import { noteHandedOver } from "./hand-over";
import { kannelConfig } from "./kannel/config";
import { handOver } from "./kannel/send";
import { Pace } from "./pace";
import { simulate } from "./simulator/simulate";
import { tokenOf } from "./token";

const AT_ONCE = 10;
const TURN_MS = 5_000;
/** Longer than any call may take: what is still "handing over" after this was cut off by a crash. */
const CUT_OFF_MINUTES = 2;
/** Until what is not due yet is looked at again. */
const SOONEST_MS = 1_000;
const SETTLE_AGAIN_MS = [200, 1_000, 3_000, 5_000];
const BACK_OFF_SECONDS = [2, 5, 15, 60, 300];

/**
 * Hands over what is due for a gateway, at its pace. "Handing over" is committed before the call: gateways have no
 * idempotency, so what is ambiguous after a crash is never sent again; its receipt, or the sweep, resolves it.
 *
 * @param stopping the process ends: nothing more is begun, and what was not waits again.
 * @returns whether more is due: it stops after a few seconds, so that the worker serves other gateways too.
 */
export async function dispatch(
  scope: Scope,
  gatewayId: number,
  receiptBase: string,
  clock: () => Date,
  pause: (ms: number) => Promise<unknown> = sleep,
  stopping?: AbortSignal,
): Promise<boolean> {
  const [found] = await db
    .select({ gateway: gateways, suspendedAt: accounts.suspendedAt })
    .from(gateways)
    .innerJoin(accounts, eq(accounts.id, gateways.accountId))
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, gatewayId)));
  // What waits stays: it goes out when the gateway is on again, or the account resumed.
  if (!found?.gateway.enabled || found.suspendedAt) return false;
  const { gateway } = found;
  if (gateway.kind === "simulator") {
    await simulate(scope, gateway, clock());
    await askForLater(scope, gatewayId, clock());
    return false;
  }
  if (!SENDING_KINDS.includes(gateway.kind)) return false;
  const { perSecond, pacedUntil } = gateway;
  const pace = perSecond === null ? null : new Pace(perSecond, pacedUntil ?? new Date(0), clock, pause);
  const receiptUrl = new URL(`/receipts/${tokenOf(gateway)}`, receiptBase).href;
  const startedAt = clock().getTime();
  await forgetCutOff(scope, gatewayId, clock());
  while (clock().getTime() - startedAt < TURN_MS && !stopping?.aborted) {
    const batch = await claim(scope, gateway, clock());
    if (!batch) {
      await askForLater(scope, gatewayId, clock());
      return false;
    }
    const results = await handOverAll(gateway, batch, receiptUrl, pace, stopping);
    const away = await settleAtLast(scope, gateway, batch, results, clock());
    if (away) return false; // a job for later is asked for; hammering a gateway that is away helps nobody
  }
  return true;
}

/** @returns null of what was not begun. */
async function handOverAll(
  gateway: Gateway,
  batch: readonly Waiting[],
  receiptUrl: string,
  pace: Pace | null,
  stopping?: AbortSignal,
): Promise<(HandOver | null)[]> {
  const config = kannelConfig.parse(gateway.config);
  const results = new Array<HandOver | null>(batch.length).fill(null);
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < batch.length; i = next++) {
      await pace?.turn();
      if (stopping?.aborted) return;
      results[i] = await handOver(config, batch[i]!.outbound, receiptUrl);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, batch.length) }, lane));
  return results;
}

/**
 * Writes down what became of a batch. It is known here only, and what is not written down counts as handed over, so it is
 * tried again while the database is away or another transaction stands in the way.
 * @returns whether the gateway was away.
 */
async function settleAtLast(...given: Parameters<typeof settle>): Promise<boolean> {
  for (const wait of SETTLE_AGAIN_MS)
    try {
      return await settle(...given);
    } catch (error) {
      if (!isAway(error) && !isDeadlock(error)) throw error;
      await sleep(wait);
    }
  return settle(...given);
}

async function settle(
  scope: Scope,
  gateway: Gateway,
  batch: readonly Waiting[],
  results: readonly (HandOver | null)[],
  now: Date,
): Promise<boolean> {
  const left = batch.filter((_, i) => results[i] === null);
  const away = batch.filter((_, i) => results[i]?.result === "unavailable");
  const gone = batch.filter((each) => !left.includes(each) && !away.includes(each));
  const unsure = results.filter((each) => each?.result === "ambiguous").length;
  const trouble = results.find((each) => each?.result === "unavailable" || each?.result === "ambiguous");
  await db.transaction(async (tx) => {
    if (gone.length > 0) await tx.delete(outbox).where(among(scope, gone));
    // All are locked at once, in the order of everybody; then the refusals, so that nobody is told first that the gateway
    // has what it did not take.
    await lockMessages(tx, scope, gone);
    await recordWithin(tx, scope, refusals(gateway, batch, results, now));
    await noteHandedOver(tx, scope, gateway.id, gone, now, unsure);
    if (left.length > 0) await tx.update(outbox).set({ handingAt: null }).where(among(scope, left));
    if (away.length > 0) {
      const wait = BACK_OFF_SECONDS[Math.min(away[0]!.attempts, BACK_OFF_SECONDS.length - 1)]!;
      const dueAt = new Date(now.getTime() + wait * 1000);
      await tx
        .update(outbox)
        .set({ handingAt: null, dueAt, attempts: sql`least(attempts + 1, 1000)` })
        .where(among(scope, away));
      await requestTask(tx, "dispatch", scope, gateway.id, dueAt);
    }
    const text = trouble && "text" in trouble ? trouble.text.slice(0, 300) : null;
    if (text !== gateway.trouble)
      await tx
        .update(gateways)
        .set({ trouble: text })
        .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, gateway.id)));
  });
  gateway.trouble = trouble && "text" in trouble ? trouble.text.slice(0, 300) : null;
  return away.length > 0;
}

/** A gateway's refusal is a receipt like any other: the same rule decides, and the timeline shows it. */
function refusals(gateway: Gateway, batch: readonly Waiting[], results: readonly (HandOver | null)[], now: Date) {
  return batch.flatMap(({ id }, i) => {
    const result = results[i];
    if (result?.result !== "refused") return [];
    const { code, reason, text } = result;
    const said = { key: "hand-over", part: 0, meaning: "rejected" as const, refusal: true };
    const receipt = { ...said, reference: id, code, reason, text, occurredAt: now };
    return [{ gatewayId: gateway.id, receipt, raw: null, receivedAt: now }];
  });
}

/** What a crash cut off while being handed over: perhaps sent, so never sent again. Its receipt or the sweep tells. */
async function forgetCutOff(scope: Scope, gatewayId: number, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const since = new Date(now.getTime() - CUT_OFF_MINUTES * 60_000);
    const cut = await tx
      .delete(outbox)
      .where(and(eq(outbox.accountId, scope.accountId), eq(outbox.gatewayId, gatewayId), lte(outbox.handingAt, since)))
      .returning({ sentAt: outbox.sentAt, id: outbox.id });
    await noteHandedOver(tx, scope, gatewayId, cut, now, cut.length);
  });
}

/**
 * Asks for what is left when its time comes, though nothing else is sent: what was put off, what is due by the clock of
 * another machine and not yet by ours, and what a crash cut off a moment ago.
 */
async function askForLater(scope: Scope, gatewayId: number, now: Date): Promise<void> {
  const cutOff = sql`${outbox.handingAt} + make_interval(mins => ${CUT_OFF_MINUTES})`;
  const [left] = await db
    .select({ at: sql<string | null>`min(coalesce(${cutOff}, ${outbox.dueAt}))` })
    .from(outbox)
    .where(and(eq(outbox.accountId, scope.accountId), eq(outbox.gatewayId, gatewayId)));
  if (!left?.at) return;
  const at = new Date(Math.max(new Date(left.at).getTime(), now.getTime() + SOONEST_MS));
  await requestTask(db, "dispatch", scope, gatewayId, at);
}
