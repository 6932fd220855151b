import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom, unnest } from "@/db/bulk";
import { gatewayReferences, parkedReceipts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Receipt } from "@/lib/gateways/gateway";
import { instantOf } from "@/lib/messages/uuid7";
import { lockPlaces, placesOf, type Received, recordWithin } from "./record-receipts";

export type Parked = typeof parkedReceipts.$inferSelect;
type Reference = Omit<typeof gatewayReferences.$inferInsert, "accountId">;

const BATCH = 500;

/**
 * Makes a gateway's names of messages known, and applies what had come under them before. A name that is taken
 * already stays with its message.
 */
export async function registerReferences(
  tx: Transaction,
  scope: Scope,
  references: readonly Reference[],
): Promise<void> {
  if (references.length === 0) return;
  const rows = references
    .map((each) => ({ part: 0, ...each, accountId: scope.accountId }))
    .sort((one, other) => (one.reference < other.reference ? -1 : 1));
  const columns = ["accountId", "gatewayId", "reference", "sentAt", "id", "part"] as const;
  await tx.execute(sql`${insertFrom(gatewayReferences, columns, rows)} on conflict do nothing`);
  const named = sql`(${parkedReceipts.gatewayId}, ${parkedReceipts.reference}) in
    (select * from ${unnest(gatewayReferences, ["gatewayId", "reference"], rows)})`;
  await apply(
    tx,
    scope,
    await tx
      .select()
      .from(parkedReceipts)
      .where(and(ofAccount(scope), named)),
  );
}

/** Which parked receipts are looked at again. */
export type Which = { since?: Date; gatewayId?: number };

/**
 * Looks once more for the messages of parked receipts: those which a receipt and its message's name crossed on their
 * way, and, when somebody asks for it, orphans whose message was recorded later.
 *
 * @param most looked at in one go.
 * @returns how many found their message; `more`: there are others that were not looked at.
 */
export async function retryParked(
  scope: Scope,
  { since, gatewayId }: Which,
  most = Number.POSITIVE_INFINITY,
): Promise<{ applied: number; more: boolean }> {
  const which = and(
    ofAccount(scope),
    since && sql`${parkedReceipts.receivedAt} >= ${since.toISOString()}`,
    gatewayId === undefined ? undefined : eq(parkedReceipts.gatewayId, gatewayId),
  );
  let applied = 0;
  let seen = 0;
  for (let last: Parked | undefined; ; ) {
    const batch = await db.transaction(async (tx) => {
      const { gatewayId: gateway, reference, key } = parkedReceipts;
      const beyond =
        last && sql`(${gateway}, ${reference}, ${key}) > (${last.gatewayId}, ${last.reference}, ${last.key})`;
      const rows = await tx
        .select()
        .from(parkedReceipts)
        .where(and(which, beyond))
        .orderBy(gateway, reference, key)
        .limit(BATCH);
      applied += await apply(tx, scope, rows);
      return rows;
    });
    seen += batch.length;
    if (batch.length < BATCH) return { applied, more: false };
    if (seen >= most) return { applied, more: true };
    last = batch.at(-1)!;
  }
}

/** The one receipt, if its message is known by now. @returns whether it is. */
export async function retryOne(tx: Transaction, scope: Scope, parked: Parked): Promise<boolean> {
  return (await apply(tx, scope, [parked])) > 0;
}

/**
 * Gives a parked receipt to the message that somebody says it is about, and with it whatever else the gateway says or
 * will say under that name. A name that has the form of our own ids is never a gateway's, so only this one receipt moves.
 */
export async function attachParked(
  tx: Transaction,
  scope: Scope,
  parked: Parked,
  message: { sentAt: Date; id: string },
): Promise<void> {
  const { gatewayId, reference, key } = parked;
  const own = [eq(parkedReceipts.gatewayId, gatewayId), eq(parkedReceipts.reference, reference)];
  await tx.delete(parkedReceipts).where(and(ofAccount(scope), ...own, eq(parkedReceipts.key, key)));
  const given = received(parked);
  await recordWithin(tx, scope, [{ ...given, receipt: { ...given.receipt, reference: message.id } }]);
  if (!instantOf(reference)) await registerReferences(tx, scope, [{ gatewayId, reference, ...message }]);
}

const ofAccount = (scope: Scope) => eq(parkedReceipts.accountId, scope.accountId);

/**
 * Records those whose message is known by now. The messages are locked before the receipts are taken away, as by whoever
 * parks one, so that the two never wait for each other; what somebody else has taken meanwhile is his.
 */
async function apply(tx: Transaction, scope: Scope, parked: readonly Parked[]): Promise<number> {
  const places = await placesOf(tx, scope, parked.map(received));
  const found = new Set((await lockPlaces(tx, scope, places)).map(({ id }) => id));
  const known = [...places].flatMap(([each, { id }]) => (found.has(id) ? [each] : []));
  if (known.length === 0) return 0;
  const names = known.map(({ gatewayId, receipt: { reference, key } }) => ({ gatewayId, reference, key }));
  const taken = await tx
    .delete(parkedReceipts)
    .where(
      and(
        ofAccount(scope),
        sql`(${parkedReceipts.gatewayId}, ${parkedReceipts.reference}, ${parkedReceipts.key}) in
          (select * from ${unnest(parkedReceipts, ["gatewayId", "reference", "key"], names)})`,
      ),
    )
    .returning();
  const { recorded, repeated } = await recordWithin(tx, scope, taken.map(received));
  return recorded + repeated;
}

function received({ gatewayId, receipt, raw, receivedAt }: Parked): Received {
  const kept = receipt as Omit<Receipt, "occurredAt"> & { occurredAt: string | null };
  const occurredAt = kept.occurredAt === null ? null : new Date(kept.occurredAt);
  return { gatewayId, raw, receivedAt, early: true, receipt: { ...kept, occurredAt } };
}
