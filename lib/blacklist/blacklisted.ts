import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { runPrepared } from "@/db/prepared";
import type { Scope } from "@/lib/auth/scope";
import { suppressed } from "@/lib/forget/hash-number";

/**
 * Which of these numbers (digits with country code) no sending of the account may reach: those on the list, and those
 * that were on it when they were forgotten. Two queries, however many.
 */
export async function blacklisted(tx: Transaction, scope: Scope, msisdns: readonly string[]): Promise<Set<string>> {
  if (msisdns.length === 0) return new Set();
  const { rows } = await runPrepared<{ msisdn: string }>(
    tx,
    sql`select msisdn from blacklist
      where account_id = ${scope.accountId} and msisdn = any(${sql.param([...new Set(msisdns)])}::text[])`,
  );
  return new Set([...rows.map(({ msisdn }) => msisdn), ...(await suppressed(tx, scope, [...new Set(msisdns)]))]);
}
