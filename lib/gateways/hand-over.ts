import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { gatewayMinutes } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";

/**
 * The instant of handing over, and so many more in its gateway's minute; what the network says of them comes as receipts.
 * @param unsure of how many nobody knows whether the gateway took them.
 */
export async function noteHandedOver(
  tx: Transaction,
  scope: Scope,
  gatewayId: number,
  keys: readonly { sentAt: Date; id: string }[],
  now: Date,
  unsure = 0,
): Promise<void> {
  if (keys.length === 0) return;
  const rows = await lockMessages(tx, scope, keys);
  const changes = rows.map((before): Change => ({ before, after: { ...before, handedAt: now, updatedAt: now } }));
  await changeMessages(tx, scope, changes);
  const at = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const minute = { accountId: scope.accountId, gatewayId, at, handed: keys.length, unsure };
  await tx.execute(sql`
    ${insertFrom(gatewayMinutes, ["accountId", "gatewayId", "at", "handed", "unsure"], [minute])}
    on conflict (account_id, gateway_id, at) do update set handed = gateway_minutes.handed + excluded.handed,
      unsure = gateway_minutes.unsure + excluded.unsure`);
}
