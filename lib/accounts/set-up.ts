import { db } from "@/db";
import { logAction } from "@/lib/auth/audit";
import { isEmpty, type Signed } from "@/lib/auth/person";
import { consumeSetupCode } from "@/lib/auth/setup-code";
import { forgive, ofSetup, takeAttempt } from "@/lib/auth/slow-down";
import { AppError } from "@/lib/errors";
import { createPrepared, type NewAccount, prepareAccount } from "./commands";

/**
 * The first visit: makes the owner, who is the platform administrator too, with the code printed at start. Only while
 * nobody is registered; of two at once one succeeds.
 *
 * @throws FieldError (code, and those of `createAccount`) · TooManyAttempts · AppError conflict (key `set-up-already`).
 */
export async function setUp(code: string, given: NewAccount, address: string, now: Date): Promise<Signed> {
  const ready = await prepareAccount({ ...given, platformAdmin: true });
  const subjects = [ofSetup(address)];
  await takeAttempt(subjects, now);
  const { userId } = await db.transaction(async (tx) => {
    if (!(await isEmpty(tx))) throw new AppError("conflict", "The owner exists already.", "set-up-already");
    await consumeSetupCode(tx, code);
    const created = await createPrepared(tx, ready);
    await logAction(tx, created, "installation-set-up");
    return created;
  });
  await forgive(subjects);
  return { userId, sessionVersion: 1, actingAs: null };
}
