import { and, eq } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { accounts, users } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { readFields } from "@/lib/fields";
import { roleForm } from "./roles";

/** @throws FieldError (role) · AppError not-found · conflict (key `last-owner`): somebody must be able to let others in. */
export async function changeRole(scope: Scope, userId: number, to: string): Promise<void> {
  demand(scope, "own");
  const { role } = readFields(roleForm, { role: to });
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, scope, userId);
    if (person.role === role) return;
    if (person.role === "owner") await demandAnotherOwner(tx, scope);
    await tx.update(users).set({ role }).where(mine(scope, userId));
    await logFor(tx, scope, "role-changed", { person: person.email, from: person.role, to: role });
  });
}

/**
 * Takes a person out of the account; the sessions end with it. A platform administrator stays one, without an account.
 * @throws AppError not-found · conflict (key `last-owner`).
 */
export async function removePerson(scope: Scope, userId: number): Promise<void> {
  demand(scope, "own");
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, scope, userId);
    if (person.role === "owner") await demandAnotherOwner(tx, scope);
    if (person.platformAdmin) await tx.update(users).set({ accountId: null, role: null }).where(mine(scope, userId));
    else await tx.delete(users).where(mine(scope, userId));
    await logFor(tx, scope, "person-removed", { person: person.email });
  });
}

async function lockPerson(tx: Transaction, scope: Scope, userId: number) {
  // The account's row is the lock: two owners who remove each other at once must not both succeed.
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, scope.accountId)).for("update");
  const [person] = await tx.select().from(users).where(mine(scope, userId));
  if (!person) throw notFound("Person");
  return person;
}

async function demandAnotherOwner(tx: Transaction, scope: Scope): Promise<void> {
  const owners = await tx.$count(users, and(eq(users.accountId, scope.accountId), eq(users.role, "owner")));
  if (owners < 2) throw new AppError("conflict", "The last owner cannot be removed or demoted.", "last-owner");
}

const mine = (scope: Scope, userId: number) => and(eq(users.accountId, scope.accountId), eq(users.id, userId));
