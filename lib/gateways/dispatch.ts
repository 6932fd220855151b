import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { db } from "@/db";
import { unnest } from "@/db/bulk";
import { accounts, gateways, messages, outbox, texts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { recordWithin } from "@/lib/ingest/record-receipts";
import { sameMessage } from "@/lib/messages/change";
import { renderTemplate } from "@/lib/messages/template";
import { requestTask } from "./alone";
import { type Gateway, SENDING_KINDS } from "./choose-gateway";
import type { HandOver, Outbound } from "./gateway";
import { noteHandedOver } from "./hand-over";
import { kannelConfig } from "./kannel/config";
import { handOver } from "./kannel/send";
import { simulate } from "./simulator/simulate";
import { tokenOf } from "./token";

const BATCH = 200;
const AT_ONCE = 10;
/** Longer than any call may take: what is still "handing over" after this was cut off by a crash. */
const CUT_OFF_MINUTES = 2;
const BACK_OFF_SECONDS = [2, 5, 15, 60, 300];

/**
 * Hands over everything that is due for a gateway. "Handing over" is committed before the call: gateways have no
 * idempotency, so what is ambiguous after a crash is never sent again; its receipt, or the sweep, resolves it.
 */
export async function dispatch(scope: Scope, gatewayId: number, receiptBase: string, clock: () => Date): Promise<void> {
  const [found] = await db
    .select({ gateway: gateways, suspendedAt: accounts.suspendedAt })
    .from(gateways)
    .innerJoin(accounts, eq(accounts.id, gateways.accountId))
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, gatewayId)));
  // What waits stays: it goes out when the gateway is on again, or the account resumed.
  if (!found?.gateway.enabled || found.suspendedAt) return;
  const { gateway } = found;
  if (gateway.kind === "simulator") return simulate(scope, gateway, clock());
  if (!SENDING_KINDS.includes(gateway.kind)) return;
  await forgetCutOff(scope, gatewayId, clock());
  for (;;) {
    const batch = await claim(scope, gatewayId, clock());
    if (batch.length === 0) return;
    const receiptUrl = new URL(`/receipts/${tokenOf(gateway)}`, receiptBase).href;
    const results = await handOverAll(gateway, batch, receiptUrl);
    const away = await settle(scope, gateway, batch, results, clock());
    if (away) return; // a job for later is asked for; hammering a gateway that is away helps nobody
  }
}

type Waiting = { sentAt: Date; id: string; attempts: number; outbound: Outbound };

async function claim(scope: Scope, gatewayId: number, now: Date): Promise<Waiting[]> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.accountId, scope.accountId),
          eq(outbox.gatewayId, gatewayId),
          lte(outbox.dueAt, now),
          isNull(outbox.handingAt),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.id))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    await tx.update(outbox).set({ handingAt: now }).where(among(scope, due));
    const rows = await tx
      .select({ message: messages, body: texts.body })
      .from(outbox)
      .innerJoin(messages, sameMessage(outbox))
      .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
      .where(among(scope, due));
    const attempts = new Map(due.map((each) => [each.id, each.attempts]));
    return rows.map(({ message, body }) => ({
      sentAt: message.sentAt,
      id: message.id,
      attempts: attempts.get(message.id) ?? 0,
      outbound: {
        ...{ id: message.id, msisdn: message.msisdn, sender: message.sender },
        ...{ encoding: message.encoding, segments: message.segments },
        text: renderTemplate(body, message.parameters),
        validityMinutes: minutesUntil(message.validUntil, now, scope.account.validityMinutes),
      },
    }));
  });
}

function minutesUntil(until: Date | null, now: Date, otherwise: number): number {
  return until ? Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000)) : otherwise;
}

const among = (scope: Scope, keys: readonly { sentAt: Date; id: string }[]) =>
  and(
    eq(outbox.accountId, scope.accountId),
    sql`(${outbox.sentAt}, ${outbox.id}) in (select * from ${unnest(outbox, ["sentAt", "id"], keys)})`,
  );

async function handOverAll(gateway: Gateway, batch: readonly Waiting[], receiptUrl: string): Promise<HandOver[]> {
  const config = kannelConfig.parse(gateway.config);
  const results = new Array<HandOver>(batch.length);
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < batch.length; i = next++)
      results[i] = await handOver(config, batch[i]!.outbound, receiptUrl);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, batch.length) }, lane));
  return results;
}

/** Writes down what became of a batch. @returns whether the gateway was away. */
async function settle(
  scope: Scope,
  gateway: Gateway,
  batch: readonly Waiting[],
  results: readonly HandOver[],
  now: Date,
): Promise<boolean> {
  const away = batch.filter((_, i) => results[i]!.result === "unavailable");
  const gone = batch.filter((_, i) => results[i]!.result !== "unavailable");
  const trouble = results.find((each) => each.result === "unavailable" || each.result === "ambiguous");
  await db.transaction(async (tx) => {
    if (gone.length > 0) await tx.delete(outbox).where(among(scope, gone));
    await noteHandedOver(tx, scope, gone, now);
    await recordWithin(tx, scope, refusals(gateway, batch, results, now));
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
function refusals(gateway: Gateway, batch: readonly Waiting[], results: readonly HandOver[], now: Date) {
  return batch.flatMap(({ id }, i) => {
    const result = results[i]!;
    if (result.result !== "refused") return [];
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
    await noteHandedOver(tx, scope, cut, now);
  });
}
