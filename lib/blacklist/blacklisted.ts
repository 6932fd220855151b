import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { blacklist } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { suppressed } from "@/lib/forget/hash-number";

/**
 * Which of these numbers (digits with country code) no sending of the account may reach: those on the list, and those that were on it when
 * they were forgotten. Two queries, however many.
 */
export async function blacklisted(tx: Transaction, scope: Scope, msisdns: readonly string[]): Promise<Set<string>> {
  if (msisdns.length === 0) return new Set();
  const found = await tx
    .select({ msisdn: blacklist.msisdn })
    .from(blacklist)
    .where(
      and(
        eq(blacklist.accountId, scope.accountId),
        sql`${blacklist.msisdn} = any(${sql.param([...new Set(msisdns)])}::text[])`,
      ),
    );
  return new Set([...found.map(({ msisdn }) => msisdn), ...(await suppressed(tx, scope, [...new Set(msisdns)]))]);
}
