import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db";
import { unnest } from "@/db/bulk";
import { gateways, outbox } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";
import { requestTasks } from "./alone";
import { chooseGateways, SENDING_KINDS } from "./choose-gateway";

const BATCH = 500;

/**
 * Hands what waits for a gateway that is off to where its numbers would go now. What it is just being given stays: nobody
 * knows whether it was taken.
 *
 * @returns how many messages.
 * @throws AppError not-found · conflict (keys `gateway-is-on`, `no-other-gateway`).
 */
export async function moveWaiting(scope: Scope, gatewayId: number, now: Date): Promise<number> {
  demand(scope, "manage");
  let moved = 0;
  for (;;) {
    const batch = await db.transaction(async (tx) => {
      const mine = and(eq(gateways.accountId, scope.accountId), eq(gateways.id, gatewayId));
      const [from] = await tx.select().from(gateways).where(mine).for("share");
      if (!from || from.kind === "simulator") throw notFound("Gateway");
      if (from.enabled) throw new AppError("conflict", "This gateway is on.", "gateway-is-on");
      const gatewayOf = await chooseGateways(tx, scope);
      if (!SENDING_KINDS.includes(gatewayOf("").kind))
        throw new AppError("conflict", "No other gateway is on.", "no-other-gateway");
      const waiting = await tx
        .select({ sentAt: outbox.sentAt, id: outbox.id })
        .from(outbox)
        .where(and(eq(outbox.accountId, scope.accountId), eq(outbox.gatewayId, gatewayId), isNull(outbox.handingAt)))
        .orderBy(asc(outbox.dueAt), asc(outbox.id))
        .limit(BATCH)
        .for("update", { skipLocked: true });
      const rows = await lockMessages(tx, scope, waiting);
      const changes = rows.map((before): Change => {
        return { before, after: { ...before, gatewayId: gatewayOf(before.msisdn).id, updatedAt: now } };
      });
      await changeMessages(tx, scope, changes);
      const after = changes.map(({ after: { sentAt, id, gatewayId: to } }) => ({ sentAt, id, gatewayId: to! }));
      if (after.length > 0)
        await tx.execute(sql`
          update outbox set gateway_id = given.gateway_id, due_at = ${now.toISOString()}::timestamptz, attempts = 0
          from ${unnest(outbox, ["sentAt", "id", "gatewayId"], after)} as given (sent_at, id, gateway_id)
          where outbox.account_id = ${scope.accountId} and outbox.sent_at = given.sent_at and outbox.id = given.id`);
      await requestTasks(
        tx,
        "dispatch",
        scope,
        after.map((each) => each.gatewayId),
      );
      return waiting.length;
    });
    moved += batch;
    if (batch < BATCH) return moved;
  }
}
