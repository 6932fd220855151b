import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { unnest } from "@/db/bulk";
import { gateways, messages, outbox, texts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { recordWithin } from "@/lib/ingest/record-receipts";
import { type Message, sameMessage } from "@/lib/messages/change";
import { expired } from "@/lib/messages/sweep";
import { renderTemplate } from "@/lib/messages/template";
import type { Gateway } from "./choose-gateway";
import type { Outbound } from "./gateway";
import { MOST_AHEAD_MS } from "./pace";

const BATCH = 200;

export type Waiting = { sentAt: Date; id: string; attempts: number; outbound: Outbound };

/**
 * Takes what is due for a gateway next and commits that it is being handed over; of a gateway with a pace about a second's
 * worth, whose time is spent with it, so that a process which follows a crash begins where this one would have ended.
 * What its validity ran out for while it waited expires here and is not handed over.
 *
 * @returns null when nothing is due.
 */
export async function claim(scope: Scope, gateway: Gateway, now: Date): Promise<Waiting[] | null> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.accountId, scope.accountId),
          eq(outbox.gatewayId, gateway.id),
          lte(outbox.dueAt, now),
          isNull(outbox.handingAt),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.id))
      .limit(Math.min(BATCH, gateway.perSecond ?? BATCH))
      .for("update", { skipLocked: true });
    if (due.length === 0) return null;
    await tx.update(outbox).set({ handingAt: now }).where(among(scope, due));
    const rows = await tx
      .select({ message: messages, body: texts.body })
      .from(outbox)
      .innerJoin(messages, sameMessage(outbox))
      .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
      .where(among(scope, due));
    const late = rows.filter(({ message }) => isOver(message, now)).map(({ message }) => message);
    await giveUp(tx, scope, gateway, late, now);
    const timely = rows.filter(({ message }) => !isOver(message, now));
    await spend(tx, scope, gateway, timely.length, now);
    const attempts = new Map(due.map((each) => [each.id, each.attempts]));
    return timely.map(({ message, body }) => ({
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

const isOver = ({ validUntil }: Message, now: Date) => validUntil !== null && validUntil <= now;

async function giveUp(tx: Transaction, scope: Scope, gateway: Gateway, late: readonly Message[], now: Date) {
  if (late.length === 0) return;
  await tx.delete(outbox).where(among(scope, late));
  await recordWithin(
    tx,
    scope,
    late.map(({ id }) => expired(id, false, gateway.id, now)),
  );
}

/** The time that so many messages take at the gateway's pace. */
async function spend(tx: Transaction, scope: Scope, { id, perSecond }: Gateway, count: number, now: Date) {
  if (perSecond === null || count === 0) return;
  const milliseconds = (count * 1_000) / perSecond;
  const latest = new Date(now.getTime() + MOST_AHEAD_MS).toISOString();
  const spent = sql`case when ${gateways.pacedUntil} <= ${latest}::timestamptz then ${gateways.pacedUntil} end`;
  await tx
    .update(gateways)
    .set({
      pacedUntil: sql`greatest(${spent}, ${now.toISOString()}::timestamptz)
        + make_interval(secs => ${milliseconds / 1_000}::double precision)`,
    })
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, id)));
}

function minutesUntil(until: Date | null, now: Date, otherwise: number): number {
  return until ? Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000)) : otherwise;
}

export const among = (scope: Scope, keys: readonly { sentAt: Date; id: string }[]) =>
  and(
    eq(outbox.accountId, scope.accountId),
    sql`(${outbox.sentAt}, ${outbox.id}) in (select * from ${unnest(outbox, ["sentAt", "id"], keys)})`,
  );
