import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";

/**
 * Asks the worker to hand over what waits for this gateway, in the caller's transaction. One job a gateway, however
 * often it is asked; jobs of one gateway never run side by side.
 */
export async function requestDispatch(tx: Transaction, scope: Scope, gatewayId: number, at?: Date): Promise<void> {
  const name = `dispatch:${scope.accountId}:${gatewayId}`;
  const payload = JSON.stringify({ accountId: scope.accountId, gatewayId });
  await tx.execute(sql`
    select graphile_worker.add_job('dispatch', ${payload}::json, queue_name => ${name}, job_key => ${name},
      run_at => ${at?.toISOString() ?? null}::timestamptz)`);
}

/** The instant of handing over; what the network says of it comes as receipts. */
export async function noteHandedOver(
  tx: Transaction,
  scope: Scope,
  keys: readonly { sentAt: Date; id: string }[],
  now: Date,
): Promise<void> {
  const rows = await lockMessages(tx, scope, keys);
  const changes = rows.map((before): Change => ({ before, after: { ...before, handedAt: now, updatedAt: now } }));
  await changeMessages(tx, scope, changes);
}
