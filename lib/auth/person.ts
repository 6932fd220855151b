import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { accounts, users } from "@/db/schema";
import { languageOf } from "@/lib/users/languages";
import { accountFacts } from "./account-facts";
import { makePlatform, type Platform } from "./platform";
import { makeScope, type Scope } from "./scope";

/** What a session's token says. It counts only as far as the rows still agree. */
export type Signed = {
  userId: number;
  /** The person's session_version at sign-in: a changed password raises it and so ends older sessions. */
  sessionVersion: number;
  /** The account a platform administrator acts as. */
  actingAs: number | null;
};

/** Who is signed in, as the rows have it now. */
export type Person = {
  signed: Signed;
  name: string;
  email: string;
  locale: string;
  formats: string;
  /** null: belongs to no account, or it is suspended. */
  scope: Scope | null;
  suspended: boolean;
  platform: Platform | null;
};

/**
 * Reads person and account in one query, so that a changed password or role, a removed person and a suspended account
 * take effect with the next request. An administrator who acts as an account has the owner's rights there, suspended
 * or not.
 *
 * @returns null when the session is no longer good.
 */
export async function findPerson(signed: Signed): Promise<Person | null> {
  const acting = sql`case when ${users.platformAdmin} then ${signed.actingAs}::integer end`;
  const [row] = await db
    .select({ user: users, account: accounts })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, sql`coalesce(${acting}, ${users.accountId})`))
    .where(and(eq(users.id, signed.userId), eq(users.sessionVersion, signed.sessionVersion)));
  if (!row) return null;
  const { user, account } = row;
  const { id: userId, name, email, platformAdmin } = user;
  const actingAs = platformAdmin ? signed.actingAs : null;
  const suspended = account?.suspendedAt != null;
  const language = languageOf(user);
  const actor = { kind: "user" as const, userId, name, email, platformAdmin, actingAs: actingAs !== null };
  const role = actingAs === null ? user.role : "owner";
  return {
    signed: { ...signed, actingAs },
    ...{ name, email, ...language, suspended },
    scope:
      account && (!suspended || actingAs !== null) ? makeScope(accountFacts(account), actor, role, language) : null,
    platform: platformAdmin ? makePlatform({ userId, name, accountId: user.accountId }) : null,
  };
}

/** Nobody has been registered yet: the first visit makes the owner. */
export async function isEmpty(tx: Transaction | typeof db = db): Promise<boolean> {
  return (await tx.select({ id: users.id }).from(users).limit(1)).length === 0;
}
