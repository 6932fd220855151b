import { createHash, randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { installation } from "@/db/schema";
import { FieldError } from "@/lib/fields";
import { isEmpty } from "./person";

const KEY = "setup-code";
/** Without the letters that are read as one another. 60 bits. */
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * The code that the first visit asks for, to be printed at start; a new one each time, because only its hash is kept.
 * @returns null when somebody is registered already; then none is good any more.
 */
export async function ensureSetupCode(): Promise<string | null> {
  if (!(await isEmpty())) {
    await db.delete(installation).where(eq(installation.key, KEY));
    return null;
  }
  const letters = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const value = hashOf(letters);
  const kept = db.insert(installation).values({ key: KEY, value });
  await kept.onConflictDoUpdate({ target: installation.key, set: { value } });
  return letters.match(/.{4}/g)!.join("-");
}

/**
 * Uses the code up, in the transaction that makes the owner: of two visitors with the same code the second waits here
 * for the first and then finds none.
 *
 * @throws FieldError (code).
 */
export async function consumeSetupCode(tx: Transaction, code: string): Promise<void> {
  const used = await tx
    .delete(installation)
    .where(and(eq(installation.key, KEY), eq(installation.value, hashOf(code))))
    .returning({ key: installation.key });
  if (used.length === 0) throw new FieldError({ code: "wrong-setup-code" }, "forbidden");
}

const hashOf = (code: string): string =>
  createHash("sha256")
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ""))
    .digest("hex");
