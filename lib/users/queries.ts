import { and, asc, desc, eq } from "drizzle-orm";
import { db } from "@/db";
import { invitations, users } from "@/db/schema";
import { demand, type Role, type Scope } from "@/lib/auth/scope";
import { personOf } from "./person-of";

export type PersonRow = { id: number; name: string; email: string; role: Role; lastSignInAt: Date | null };

/** The people of the account, by name. */
export async function listPeople(scope: Scope): Promise<PersonRow[]> {
  demand(scope, "own");
  const rows = await db
    .select({
      ...{ id: users.id, name: users.name, email: users.email, role: users.role },
      lastSignInAt: users.lastSignInAt,
    })
    .from(users)
    .where(eq(users.accountId, scope.accountId))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map((row) => ({ ...row, role: row.role ?? "viewer" }));
}

export type InvitationRow = { id: number; email: string; role: Role; createdAt: Date; expiresAt: Date };

/** Links that nobody has used yet, the expired ones too, newest first. */
export async function listInvitations(scope: Scope): Promise<InvitationRow[]> {
  demand(scope, "own");
  return db
    .select({
      ...{ id: invitations.id, email: invitations.email, role: invitations.role },
      ...{ createdAt: invitations.createdAt, expiresAt: invitations.expiresAt },
    })
    .from(invitations)
    .where(eq(invitations.accountId, scope.accountId))
    .orderBy(desc(invitations.id));
}

export type Profile = { name: string; email: string; locale: string; formats: string | null };

/** Of the person who asks. @throws AppError forbidden when it is no person. */
export async function getProfile(scope: Scope): Promise<Profile> {
  const [profile] = await db
    .select({ name: users.name, email: users.email, locale: users.locale, formats: users.formats })
    .from(users)
    .where(and(eq(users.id, personOf(scope))));
  return profile!;
}
