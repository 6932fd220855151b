import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { gatewayMinutes } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";

/** The instant of handing over, and one more in its gateway's minute; what the network says of it comes as receipts. */
export async function noteHandedOver(
  tx: Transaction,
  scope: Scope,
  gatewayId: number,
  keys: readonly { sentAt: Date; id: string }[],
  now: Date,
): Promise<void> {
  if (keys.length === 0) return;
  const rows = await lockMessages(tx, scope, keys);
  const changes = rows.map((before): Change => ({ before, after: { ...before, handedAt: now, updatedAt: now } }));
  await changeMessages(tx, scope, changes);
  const at = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const minute = { accountId: scope.accountId, gatewayId, at, handed: keys.length };
  await tx.execute(sql`
    ${insertFrom(gatewayMinutes, ["accountId", "gatewayId", "at", "handed"], [minute])}
    on conflict (account_id, gateway_id, at) do update set handed = gateway_minutes.handed + excluded.handed`);
}
