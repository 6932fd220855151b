import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { parkedReceipts as parked } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { attachParked, type Parked, retryOne, retryParked } from "@/lib/ingest/parked-receipts";
import { lockMessages } from "@/lib/messages/change";
import { instantOf } from "@/lib/messages/uuid7";
import type { OrphanKey } from "./queries";

/** So many are replayed or discarded in one go; the next press goes on. */
export const MOST_AT_ONCE = 10_000;

/** Looks once more for the message of one. @returns whether it was found. @throws AppError forbidden, not-found. */
export async function replayOrphan(scope: Scope, key: OrphanKey): Promise<boolean> {
  demand(scope, "manage");
  return db.transaction(async (tx) => retryOne(tx, scope, await find(tx, scope, key)));
}

/**
 * Looks once more for the messages of all, or of all of one gateway.
 * @returns how many found theirs; `more`: there are so many that not all were looked at.
 */
export async function replayOrphans(scope: Scope, gatewayId?: number): Promise<{ applied: number; more: boolean }> {
  demand(scope, "manage");
  return retryParked(scope, gatewayId === undefined ? {} : { gatewayId }, MOST_AT_ONCE);
}

/**
 * Gives one to the message that somebody knows it is about.
 * @throws FieldError (message: unknown-message) · AppError forbidden, not-found.
 */
export async function attachOrphan(scope: Scope, key: OrphanKey, messageId: string): Promise<void> {
  demand(scope, "manage");
  const id = messageId.trim().toLowerCase();
  const sentAt = instantOf(id);
  if (!sentAt) throw new FieldError({ message: "unknown-message" });
  await db.transaction(async (tx) => {
    const [message] = await lockMessages(tx, scope, [{ sentAt, id }]);
    if (!message) throw new FieldError({ message: "unknown-message" });
    await attachParked(tx, scope, await find(tx, scope, key, "update"), { sentAt, id });
    await logFor(tx, scope, "orphan-attached", { gateway: key.gatewayId, reference: key.reference, message: id });
  });
}

/** Throws one away for good. @throws AppError forbidden, not-found. */
export async function discardOrphan(scope: Scope, key: OrphanKey): Promise<void> {
  demand(scope, "manage");
  await db.transaction(async (tx) => {
    const deleted = await tx.delete(parked).where(one(scope, key)).returning({ key: parked.key });
    if (deleted.length === 0) throw notFound("Receipt");
    await logFor(tx, scope, "orphans-discarded", { receipts: 1, gateway: key.gatewayId, reference: key.reference });
  });
}

/**
 * Throws all away that had come by an instant: what arrives while somebody reads the question is not meant by it.
 * @returns how many, at most `MOST_AT_ONCE`.
 */
export async function discardOrphans(scope: Scope, until: Date, gatewayId?: number): Promise<number> {
  demand(scope, "manage");
  return db.transaction(async (tx) => {
    const ofGateway = gatewayId === undefined ? sql`` : sql`and gateway_id = ${gatewayId}`;
    const { rowCount } = await tx.execute(sql`
      delete from ${parked} where account_id = ${scope.accountId} and (gateway_id, reference, key) in (
        select gateway_id, reference, key from ${parked}
        where account_id = ${scope.accountId} and received_at <= ${until.toISOString()} ${ofGateway}
        order by received_at limit ${MOST_AT_ONCE})`);
    const receipts = rowCount ?? 0;
    if (receipts > 0)
      await logFor(tx, scope, "orphans-discarded", {
        receipts,
        ...(gatewayId === undefined ? {} : { gateway: gatewayId }),
      });
    return receipts;
  });
}

async function find(tx: Transaction, scope: Scope, key: OrphanKey, locked?: "update"): Promise<Parked> {
  const asked = tx.select().from(parked).where(one(scope, key));
  const [row] = await (locked ? asked.for(locked) : asked);
  if (!row) throw notFound("Receipt");
  return row;
}

const one = (scope: Scope, { gatewayId, reference, key }: OrphanKey) =>
  and(
    eq(parked.accountId, scope.accountId),
    eq(parked.gatewayId, gatewayId),
    eq(parked.reference, reference),
    eq(parked.key, key),
  );
