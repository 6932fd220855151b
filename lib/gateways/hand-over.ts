import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";

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
