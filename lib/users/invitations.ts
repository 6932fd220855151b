import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { accounts, invitations, users } from "@/db/schema";
import { logAction, logFor } from "@/lib/auth/audit";
import { hashPassword, newPassword } from "@/lib/auth/password";
import type { Signed } from "@/lib/auth/person";
import { demand, type Role, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { LOCALES } from "@/lib/texts";
import { emailAddress, personName } from "./email";
import { roleForm } from "./roles";

const VALID_MS = 7 * 24 * 60 * 60 * 1000;
const MOST = 100;

const invitationForm = roleForm.extend({ email: emailAddress });

/**
 * A link for one person; the one made before for the same e-mail is good no more.
 * @returns the last part of `/invite/…`, which is nowhere kept.
 * @throws FieldError (email, role); an e-mail that is registered is a conflict · AppError conflict (key `most-invitations`).
 */
export async function invite(scope: Scope, given: { email: string; role: string }, now: Date): Promise<string> {
  demand(scope, "own");
  const { email, role } = readFields(invitationForm, given);
  const token = randomBytes(24).toString("base64url");
  await db.transaction(async (tx) => {
    const mine = eq(invitations.accountId, scope.accountId);
    const [registered] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email));
    if (registered) throw new FieldError({ email: "email-taken" }, "conflict");
    await tx.delete(invitations).where(and(mine, eq(invitations.email, email)));
    if ((await tx.$count(invitations, mine)) >= MOST)
      throw new AppError("conflict", "Too many open invitations.", "most-invitations");
    const invitedBy = scope.actor.kind === "user" ? scope.actor.userId : null;
    const expiresAt = new Date(now.getTime() + VALID_MS);
    const row = {
      accountId: scope.accountId,
      email,
      role,
      tokenHash: hashOf(token),
      invitedBy,
      createdAt: now,
      expiresAt,
    };
    await tx.insert(invitations).values(row);
    await logFor(tx, scope, "person-invited", { person: email, role });
  });
  return token;
}

/** @throws AppError not-found. */
export async function withdrawInvitation(scope: Scope, id: number): Promise<void> {
  demand(scope, "own");
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(invitations)
      .where(and(eq(invitations.accountId, scope.accountId), eq(invitations.id, id)))
      .returning({ email: invitations.email });
    if (!gone) throw notFound("Invitation");
    await logFor(tx, scope, "invitation-withdrawn", { person: gone.email });
  });
}

export type Invitation =
  | { state: "open"; account: string; email: string; role: Role }
  | { state: "expired"; account: string; expiredAt: Date }
  /** Used, withdrawn, replaced by a newer one, or never made. */
  | { state: "gone" };

/** What a link is worth now. Whoever holds it may know whose it is. */
export async function findInvitation(token: string, now: Date): Promise<Invitation> {
  const [row] = await db
    .select({ invitation: invitations, account: accounts.name })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(eq(invitations.tokenHash, hashOf(token)));
  if (!row) return { state: "gone" };
  const { invitation, account } = row;
  if (invitation.expiresAt <= now) return { state: "expired", account, expiredAt: invitation.expiresAt };
  return { state: "open", account, email: invitation.email, role: invitation.role };
}

const joinForm = z.object({ name: personName, password: newPassword, locale: z.enum(LOCALES, "unknown-language") });

/**
 * Uses the link up and makes the person.
 * @throws FieldError (name, password) · AppError not-found (key `invitation-gone`) · conflict (key `email-taken`).
 */
export async function join(token: string, given: z.input<typeof joinForm>, now: Date): Promise<Signed> {
  const { name, password, locale } = readFields(joinForm, given);
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const [used] = await tx
      .delete(invitations)
      .where(and(eq(invitations.tokenHash, hashOf(token)), gt(invitations.expiresAt, now)))
      .returning();
    if (!used) throw new AppError("not-found", "This invitation is not good any more.", "invitation-gone");
    const { accountId, email, role } = used;
    const [person] = await tx
      .insert(users)
      .values({ accountId, role, email, name, passwordHash, locale, lastSignInAt: now })
      .onConflictDoNothing()
      .returning({ id: users.id, sessionVersion: users.sessionVersion });
    if (!person) throw new AppError("conflict", "This e-mail is registered already.", "email-taken");
    await logAction(tx, { accountId, userId: person.id }, "person-joined", { person: email, role });
    return { userId: person.id, sessionVersion: person.sessionVersion, actingAs: null };
  });
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
