import { sql } from "drizzle-orm";
import { db } from "@/db";

const KEPT_DAYS = 30;

/**
 * Forgets the hashes of addresses after 30 days: what is left of an address is its network.
 * @returns of how many visits.
 */
export async function forgetAddresses(accountId: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString();
  const { rowCount } = await db.execute(sql`
    update clicks set address_hash = null
    where account_id = ${accountId} and at < ${before} and address_hash is not null`);
  return rowCount ?? 0;
}
