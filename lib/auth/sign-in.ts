import { eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { logAction } from "./audit";
import { verifyPassword } from "./password";
import type { Signed } from "./person";
import { forgive, ofAddress, ofEmail, plainEmail, takeAttempt } from "./slow-down";

const LOGGED_FROM = 5;

/**
 * The one check of e-mail and password, for the page and for next-auth's own endpoint alike.
 *
 * @param address the client's, by `addressOf`.
 * @throws AppError unauthenticated (key `wrong-password`, the same for an unknown e-mail) · TooManyAttempts · forbidden
 * (key `suspended`), told only to who knows the password.
 */
export async function signIn(given: { email: string; password: string }, address: string, now: Date): Promise<Signed> {
  const subjects = [ofEmail(given.email), ofAddress(address)];
  const [failures = 0] = await takeAttempt(subjects, now);
  const [found] = await db
    .select({ user: users, suspendedAt: accounts.suspendedAt })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(eq(sql`lower(${users.email})`, plainEmail(given.email)));
  const user = found?.user;
  const right = await verifyPassword(user?.passwordHash ?? null, given.password);
  if (!user || !right) {
    // Whoever guesses is not the person he guesses at.
    const by = { accountId: user?.accountId ?? null, userId: null };
    if (failures >= LOGGED_FROM)
      await logAction(db, by, "sign-in-slowed", { email: plainEmail(given.email), address, failures });
    throw new AppError("unauthenticated", "E-mail or password is wrong.", "wrong-password");
  }
  await forgive(subjects);
  if (found.suspendedAt && !user.platformAdmin)
    throw new AppError("forbidden", "This account is suspended.", "suspended");
  await db.update(users).set({ lastSignInAt: now }).where(eq(users.id, user.id));
  return { userId: user.id, sessionVersion: user.sessionVersion, actingAs: null };
}
