import { eq } from "drizzle-orm";
import { db } from "@/db";
import { accounts } from "@/db/schema";
import { unique } from "@/db/testing";
import { createAccount } from "@/lib/accounts/commands";
import { findPerson, type Person, type Signed } from "@/lib/auth/person";
import type { Role, Scope } from "@/lib/auth/scope";
import { invite, join } from "./invitations";

/* People for tests, made as in life: an owner with an account of his own, and whom he invites. */

export const PASSWORD = "correct horse battery";
export type TestPerson = { email: string; userId: number; scope: Scope; signed: Signed };

export async function createOwner({ platformAdmin = false } = {}): Promise<TestPerson> {
  const email = `${unique("owner")}@example.com`;
  const given = { email, password: PASSWORD, name: unique("account"), zone: "Europe/Madrid", platformAdmin };
  const { userId } = await createAccount(given);
  return asPerson(email, { userId, sessionVersion: 1, actingAs: null });
}

export async function createColleague(owner: TestPerson, role: Role): Promise<TestPerson> {
  const email = `${unique(role)}@example.com`;
  const token = await invite(owner.scope, { email, role }, new Date());
  return asPerson(email, await join(token, { name: role, password: PASSWORD, locale: "en" }, new Date()));
}

/** What the person may do now, as the next request would find it. */
export const again = (person: TestPerson): Promise<Person | null> => findPerson(person.signed);

export async function suspend(accountId: number): Promise<void> {
  await db.update(accounts).set({ suspendedAt: new Date() }).where(eq(accounts.id, accountId));
}

async function asPerson(email: string, signed: Signed): Promise<TestPerson> {
  const person = await findPerson(signed);
  return { email, userId: signed.userId, scope: person!.scope!, signed };
}
