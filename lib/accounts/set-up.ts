import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { users } from "@/db/schema";
import { logAction } from "@/lib/auth/audit";
import { isEmpty, type Signed } from "@/lib/auth/person";
import { consumeSetupCode } from "@/lib/auth/setup-code";
import { forgive, ofSetup, takeAttempt } from "@/lib/auth/slow-down";
import { AppError } from "@/lib/errors";
import { createPrepared, type NewAccount, newAccount, prepareAccount } from "./commands";

const firstVisit = newAccount.extend({ code: z.string("required").trim().min(1, "required") });

/**
 * The first visit: makes the owner, who is the platform administrator too, with the code printed at start. Only while
 * nobody is registered; of two at once one succeeds.
 *
 * @throws FieldError (code, and those of `createAccount`) · TooManyAttempts · AppError conflict (key `set-up-already`).
 */
export async function setUp(code: string, given: NewAccount, address: string, now: Date): Promise<Signed> {
  const asked = { ...given, code, platformAdmin: true };
  const ready = await prepareAccount(asked, firstVisit);
  const subjects = [ofSetup(address)];
  await takeAttempt(subjects, now);
  const { userId } = await db.transaction(async (tx) => {
    if (!(await isEmpty(tx))) throw new AppError("conflict", "The owner exists already.", "set-up-already");
    await consumeSetupCode(tx, code);
    const created = await createPrepared(tx, ready);
    await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, created.userId));
    await logAction(tx, created, "installation-set-up");
    return created;
  });
  await forgive(subjects);
  return { userId, sessionVersion: 1, actingAs: null };
}
