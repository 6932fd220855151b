import { sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { holdAgenda, reckon } from "./knowledge";

const CHUNK = 2_000;

/** Asks the worker to reckon what was added in the caller's transaction. One waiting job an account. */
export async function requestReckoning(on: Transaction, scope: Scope): Promise<void> {
  const payload = JSON.stringify({ accountId: scope.accountId });
  await on.execute(sql`
    select graphile_worker.add_job('contacts', ${payload}::json, job_key => ${`contacts:${scope.accountId}`})`);
}

/**
 * Reckons the account's contacts that were added and not reckoned yet, in short transactions.
 * @returns how many.
 */
export async function reckonContacts({ accountId }: Scope, now: Date): Promise<number> {
  for (let reckoned = 0; ; ) {
    const { rows } = await db.execute<{ msisdn: string }>(sql`
      select msisdn from contacts where account_id = ${accountId} and known_at is null limit ${CHUNK}`);
    if (rows.length === 0) return reckoned;
    // Only for a moment: whoever changes messages afterwards sees these contacts.
    await db.transaction((tx) => holdAgenda(tx, accountId));
    const numbers = rows.map(({ msisdn }) => msisdn);
    reckoned += await db.transaction((tx) =>
      reckon(tx, accountId, sql`select unnest(${sql.param(numbers)}::text[]) as msisdn`, now),
    );
  }
}
