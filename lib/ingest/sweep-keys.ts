import { sql } from "drizzle-orm";
import { db } from "@/db";

/** How long what must be unique across time is kept. A client's reference lives as long as a client may repeat it. */
const KEPT_DAYS = {
  idempotency_keys: ["created_at", 2],
  client_references: ["sent_at", 90],
  recent_texts: ["sent_at", 8],
  gateway_minutes: ["at", 1],
} as const;

/** Forgets idempotency keys, client references, duplicate marks and gateways' minutes that are past their time. */
export async function sweepKeys(accountId: number, now: Date): Promise<void> {
  for (const [table, [column, days]] of Object.entries(KEPT_DAYS)) {
    const before = new Date(now.getTime() - days * 86_400_000).toISOString();
    await db.execute(
      sql`delete from ${sql.identifier(table)} where account_id = ${accountId} and ${sql.identifier(column)} < ${before}`,
    );
  }
}
