import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { accounts, creditMovements, prices } from "@/db/schema";
import { type Action, type Details, logAction } from "@/lib/auth/audit";
import type { Platform } from "@/lib/auth/platform";
import { notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { decimal, tenThousandths } from "@/lib/messages/change";
import { settleBalance } from "./ledger";
import type { Price } from "./prices";

/* What a platform administrator does with an account's credits. */

/** Who does it: an administrator of the installation, or somebody at its terminal. */
export type Administrator = Platform | "terminal";

const topUpForm = z.object({
  /** As written: `100`, `-12,5`. */
  amount: z
    .string("required")
    .trim()
    .min(1, "required")
    .regex(/^[+-]?\d{1,9}(?:[.,]\d{1,4})?$/, "not-credits")
    .transform((amount) => tenThousandths(amount.replace("+", "").replace(",", ".")))
    .refine((units) => units !== 0n, "out-of-range"),
  note: z.string("required").trim().min(1, "required").max(200, "too-long"),
});

/**
 * Adds credits to an account, or takes some away (a negative amount).
 * @returns the balance after it, decimal text.
 * @throws FieldError (amount, note; more than there is: amount `more-than-balance`) · AppError not-found.
 */
export async function addCredits(
  by: Administrator,
  accountId: number,
  given: { amount: string; note: string },
  now: Date,
): Promise<string> {
  const { amount: units, note } = readFields(topUpForm, given);
  const amount = decimal(units);
  return db.transaction(async (tx) => {
    await checkAccount(tx, accountId);
    const movement = { accountId, at: now, kind: "topup" as const, available: amount, reserved: "0", note };
    await tx.insert(creditMovements).values({ ...movement, userId: userOf(by) });
    await log(tx, by, accountId, "credits-added", { credits: amount, note });
    await settleBalance(tx, accountId);
    const enough = units < 0n ? sql`${accounts.balance} + ${amount}::numeric >= 0` : undefined;
    const [after] = await tx
      .update(accounts)
      .set({ balance: sql`${accounts.balance} + ${amount}::numeric` })
      .where(and(eq(accounts.id, accountId), enough))
      .returning({ balance: accounts.balance });
    if (!after) throw new FieldError({ amount: "more-than-balance" });
    return after.balance;
  });
}

/**
 * On: what is accepted from now on needs a balance that covers it. Off: it needs none. What was accepted before keeps to
 * what held then (see ledger.ts); a program's key may still work by the old for three seconds. @throws AppError not-found.
 */
export async function setCreditControl(by: Administrator, accountId: number, on: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    await checkAccount(tx, accountId);
    await log(tx, by, accountId, "credit-control-changed", { on });
    await tx.update(accounts).set({ creditControl: on }).where(eq(accounts.id, accountId));
  });
}

/** The whole price table of an account; what was accepted keeps its cost. @throws AppError not-found. */
export async function setPrices(by: Administrator, accountId: number, table: readonly Price[]): Promise<void> {
  await db.transaction(async (tx) => {
    await checkAccount(tx, accountId);
    await log(tx, by, accountId, "prices-changed", { prices: table.length });
    // One table after the other: of two at once neither would see the other's rows, and both would stay.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('acuse.prices'), ${accountId})`);
    await tx.delete(prices).where(eq(prices.accountId, accountId));
    const rows = table.map((price) => ({ ...price, accountId }));
    if (rows.length > 0) await tx.execute(insertFrom(prices, ["accountId", "prefix", "credits"], rows));
  });
}

async function checkAccount(tx: Transaction, accountId: number): Promise<void> {
  if ((await tx.$count(accounts, eq(accounts.id, accountId))) === 0) throw notFound("Account");
}

const userOf = (by: Administrator) => (by === "terminal" ? null : by.userId);

const log = (tx: Transaction, by: Administrator, accountId: number, action: Action, details: Details) =>
  logAction(tx, { accountId, userId: userOf(by) }, action, details);
