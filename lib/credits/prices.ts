import { sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { runPrepared } from "@/db/prepared";
import { demand, type Scope } from "@/lib/auth/scope";
import { tenThousandths } from "@/lib/messages/change";
import { byPrefix } from "@/lib/messages/prefix";

export type Price = { prefix: string /** Decimal text, a segment. */; credits: string };

/** Ten-thousandths of a credit: what a segment costs to where no price is set. */
const STANDARD = 10_000n;

/** What a segment to a number costs, in ten-thousandths of a credit: the price of its longest prefix, else one credit. */
export type PriceOf = (msisdn: string) => bigint;

export async function loadPrices(scope: Scope, on: Transaction | typeof db = db): Promise<PriceOf> {
  const rows = await rowsOf(on, scope.accountId);
  const find = byPrefix(rows.map(({ prefix, credits }) => [prefix, tenThousandths(credits)] as const));
  return (msisdn) => find(msisdn) ?? STANDARD;
}

/** The account's price table, by prefix. */
export async function listPrices(scope: Scope): Promise<Price[]> {
  demand(scope, "read");
  return rowsOf(db, scope.accountId);
}

/** The same for whoever administers the account. */
export async function rowsOf(on: Transaction | typeof db, accountId: number): Promise<Price[]> {
  const statement = sql`select prefix, credits from prices where account_id = ${accountId} order by prefix`;
  return (await runPrepared<Price>(on, statement)).rows;
}
