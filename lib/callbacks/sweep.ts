import { sql } from "drizzle-orm";
import { db } from "@/db";

export const KEPT_DAYS = 30;

/** Forgets calls of an account a month after their fact. What waits is not old: it is given up after a day. */
export async function sweepCallbacks(accountId: number, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString();
  await db.execute(sql`
    delete from callbacks where account_id = ${accountId} and created_at < ${before} and state <> 'waiting'`);
}
