import { sql } from "drizzle-orm";
import { db } from "@/db";

/** Where the ledger of an account does not add up; exact decimal texts. */
export type CreditDifference = { figure: "balance" | "reserved" | "charged"; inLedger: string; elsewhere: string };

/**
 * Compares the sums over an account's movements with its balance and with its messages, on one snapshot: none when all
 * is well. See ledger.ts for what must be equal.
 */
export async function verifyCredits(accountId: number): Promise<CreditDifference[]> {
  const { rows } = await db.execute<CreditDifference>(sql`
    with ledger as (
      select coalesce(sum(available), 0) as available, coalesce(sum(reserved), 0) as reserved,
        coalesce(-sum(available + reserved) filter (where kind <> 'topup'), 0) as charged
      from credit_movements where account_id = ${accountId}
    ),
    given as (
      select coalesce(sum(available), 0) as available from balance_deltas where account_id = ${accountId}
    ),
    held as (
      select coalesce(sum(credits) filter (where status = 'processed'), 0) as reserved,
        coalesce(sum(credits) filter (where status <> 'processed'), 0) as charged
      from messages where account_id = ${accountId} and prepaid
    )
    select compare.figure, trim_scale(in_ledger)::text as "inLedger", trim_scale(elsewhere)::text as elsewhere
    from ledger, given, held, accounts,
    lateral (values
      ('balance', ledger.available, accounts.balance + given.available),
      ('reserved', ledger.reserved, held.reserved),
      ('charged', ledger.charged, held.charged)) as compare (figure, in_ledger, elsewhere)
    where accounts.id = ${accountId} and in_ledger <> elsewhere
    order by compare.figure`);
  return rows;
}
