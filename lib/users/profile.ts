import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { users } from "@/db/schema";
import { type Action, type Details, logAction } from "@/lib/auth/audit";
import { hashPassword, newPassword, verifyPassword } from "@/lib/auth/password";
import type { Scope } from "@/lib/auth/scope";
import { forgive, ofEmail, ofUser, takeAttempt } from "@/lib/auth/slow-down";
import { notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { LOCALES } from "@/lib/texts";
import { emailAddress, personName } from "./email";
import { FORMATS } from "./languages";
import { personOf } from "./person-of";

const UNIQUE_VIOLATION = "23505";

const profileForm = z.object({
  name: personName,
  locale: z.enum(LOCALES, "unknown-language"),
  /** null: the language's own. */
  formats: z.enum(FORMATS, "unknown-formats").nullable(),
});

/** The asking person's own. @throws FieldError. */
export async function updateProfile(
  scope: Scope,
  given: { name: string; locale: string; formats: string | null },
): Promise<void> {
  const userId = personOf(scope);
  await db.update(users).set(readFields(profileForm, given)).where(eq(users.id, userId));
}

/** @throws FieldError (email, current) · TooManyAttempts. */
export async function changeEmail(scope: Scope, given: { email: string; current: string }, now: Date): Promise<void> {
  const userId = personOf(scope);
  const { email } = readFields(z.object({ email: emailAddress }), given);
  await confirmPassword(userId, given.current, now);
  await db.transaction(async (tx) => {
    await tx.update(users).set({ email }).where(eq(users.id, userId)).catch(refuseTaken);
    await logOwn(tx, userId, "email-changed", { email });
  });
}

/**
 * Ends the person's other sessions.
 * @returns the session version that the asking session needs to go on.
 * @throws FieldError (current, next) · TooManyAttempts.
 */
export async function changePassword(
  scope: Scope,
  given: { current: string; next: string },
  now: Date,
): Promise<number> {
  const userId = personOf(scope);
  const { next } = readFields(z.object({ next: newPassword }), given);
  await confirmPassword(userId, given.current, now);
  const passwordHash = await hashPassword(next);
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, userId))
      .returning({ sessionVersion: users.sessionVersion });
    await logOwn(tx, userId, "password-changed");
    return changed!.sessionVersion;
  });
}

/**
 * A new password for whoever forgot his, from the terminal of the machine: whoever is there needs no other proof. Ends
 * all of the person's sessions and forgives what was guessed.
 * @throws FieldError (password) · AppError not-found.
 */
export async function setPassword(given: { email: string; password: string }): Promise<{ userId: number }> {
  const { password } = readFields(z.object({ password: newPassword }), given);
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(sql`lower(${users.email}) = ${given.email.trim().toLowerCase()}`)
      .returning({ userId: users.id });
    if (!changed) throw notFound("Person");
    await logOwn(tx, changed.userId, "password-changed");
    await forgive([ofUser(changed.userId), ofEmail(given.email)]);
    return changed;
  });
}

function refuseTaken(error: Error): never {
  const { code } = (error.cause ?? {}) as { code?: string };
  throw code === UNIQUE_VIOLATION ? new FieldError({ email: "email-taken" }, "conflict") : error;
}

/** Whoever sits down at an open session must not guess on and on either. */
async function confirmPassword(userId: number, given: string, now: Date): Promise<void> {
  const subjects = [ofUser(userId)];
  await takeAttempt(subjects, now);
  const [user] = await db.select({ kept: users.passwordHash }).from(users).where(eq(users.id, userId));
  if (!(await verifyPassword(user?.kept ?? null, given)))
    throw new FieldError({ current: "wrong-password" }, "forbidden");
  await forgive(subjects);
}

/** In the log of the person's own account, also while acting as another. */
async function logOwn(tx: Transaction, userId: number, action: Action, details: Details = {}): Promise<void> {
  const [user] = await tx.select({ accountId: users.accountId }).from(users).where(eq(users.id, userId));
  await logAction(tx, { accountId: user?.accountId ?? null, userId }, action, details);
}
