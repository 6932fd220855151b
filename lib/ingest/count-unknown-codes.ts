import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { unknownCodes } from "@/db/schema";
import { alongside } from "@/db/transaction";
import type { Scope } from "@/lib/auth/scope";
import type { StoredReceipt } from "./judge-receipts";

/**
 * Counts the codes of new receipts that say nothing to us: no reason, or only that it is unknown. The rows stay locked
 * until the transaction ends, so this comes last in it.
 */
export async function countUnknownCodes(tx: Transaction, scope: Scope, added: readonly StoredReceipt[]): Promise<void> {
  const counted = new Map<string, typeof unknownCodes.$inferInsert>();
  for (const receipt of added) {
    const { gatewayId, code, reason, meaning, receivedAt, text, raw } = receipt;
    // What we say ourselves has no raw content; what a program tells may have no gateway.
    if (!gatewayId || code === null || raw === null || (reason !== null && reason !== "unknown")) continue;
    const name = `${gatewayId} ${code}`;
    const known = counted.get(name);
    counted.set(name, {
      ...{ accountId: scope.accountId, gatewayId, code, meaning, text },
      receipts: (known?.receipts ?? 0) + 1,
      ...{ firstAt: known?.firstAt ?? receivedAt, lastAt: receivedAt },
    });
  }
  if (counted.size === 0) return;
  const rows = [...counted].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  const columns = ["accountId", "gatewayId", "code", "meaning", "receipts", "firstAt", "lastAt", "text"] as const;
  await alongside(
    tx,
    sql`${insertFrom(unknownCodes, columns, rows)}
      on conflict (account_id, gateway_id, code) do update set receipts = unknown_codes.receipts + excluded.receipts,
        last_at = greatest(unknown_codes.last_at, excluded.last_at), meaning = excluded.meaning, text = excluded.text`,
  );
}
