import { sql } from "drizzle-orm";
import { db } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";

/** Decimal texts. `balance`: what can still be spent · `reserved`: of messages that are neither sent nor given up yet. */
export type Balance = { balance: string; reserved: string };

export async function findBalance(scope: Scope): Promise<Balance> {
  demand(scope, "read");
  return balanceOf(scope.accountId);
}

/** Whether the account may spend: what a sending needs to know, without reading the messages. */
export async function findAvailable(scope: Scope): Promise<string> {
  const { rows } = await db.execute<{ balance: string }>(sql`select ${available(scope.accountId)} as balance`);
  return rows[0]!.balance;
}

/** The same for whoever administers the account. */
export async function balanceOf(accountId: number): Promise<Balance> {
  const { rows } = await db.execute<Balance>(sql`
    select ${available(accountId)} as balance, (
      select coalesce(sum(credits), 0)::numeric(16, 4) from messages
      where account_id = ${accountId} and status = 'processed' and prepaid) as reserved`);
  return rows[0]!;
}

const available = (accountId: number) => sql`(
  select balance + (select coalesce(sum(available), 0) from balance_deltas where account_id = ${accountId})
  from accounts where id = ${accountId})::numeric(16, 4)`;
