import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { groups } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { addMembers, lockGroup, membersOf } from "./members";

const names = z.object({ name: z.string("required").trim().min(1, "required").max(80, "too-long") });

/** @returns its id. @throws FieldError (name: required, too-long, name-taken). */
export async function createGroup(tx: Transaction, scope: Scope, given: string, now: Date): Promise<number> {
  demand(scope, "manage");
  const { name } = readFields(names, { name: given });
  const { actor, accountId } = scope;
  const createdBy = actor.kind === "user" ? actor.userId : null;
  const [group] = await tx
    .insert(groups)
    .values({ accountId, name, createdAt: now, createdBy })
    .onConflictDoNothing()
    .returning({ id: groups.id });
  if (!group) throw new FieldError({ name: "name-taken" });
  return group.id;
}

/** A group with its first members. @param contacts a select of `id`; none: an empty group. @throws as `createGroup`. */
export const createGroupOf = (scope: Scope, name: string, contacts: SQL | null, now: Date) =>
  db.transaction(async (tx) => {
    const id = await createGroup(tx, scope, name, now);
    return { id, members: contacts ? await addMembers(tx, scope, id, contacts) : 0 };
  });

/** @throws FieldError (name) · AppError not-found. */
export async function renameGroup(scope: Scope, id: number, given: string): Promise<void> {
  demand(scope, "manage");
  const { name } = readFields(names, { name: given });
  try {
    const { rowCount } = await db.update(groups).set({ name }).where(mine(scope, id));
    if (rowCount === 0) throw notFound("Group");
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code === "23505") throw new FieldError({ name: "name-taken" });
    throw error;
  }
}

/** The group goes with its history of cleanings; its contacts stay. @throws AppError not-found. */
export async function deleteGroup(scope: Scope, id: number): Promise<void> {
  demand(scope, "manage");
  const own = sql`account_id = ${scope.accountId} and group_id = ${id}`;
  await db.transaction(async (tx) => {
    await lockGroup(tx, scope, id);
    await tx.execute(sql`
      delete from cleared_members where account_id = ${scope.accountId}
        and clear_id in (select id from group_clears where ${own})`);
    await tx.execute(sql`delete from group_clears where ${own}`);
    await tx.execute(sql`delete from group_members where ${own}`);
    await tx.delete(groups).where(mine(scope, id));
  });
}

/** @throws FieldError (name) · AppError not-found. */
export async function copyGroup(scope: Scope, id: number, name: string, now: Date): Promise<{ id: number }> {
  await requireGroups(scope, [id]);
  return createGroupOf(scope, name, membersOf(scope, id), now);
}

export const COMBINATIONS = ["union", "intersection", "difference"] as const;
export type Combination = (typeof COMBINATIONS)[number];

/**
 * A new group of those who are in any of the groups (union), in all of them (intersection), or in the first and in no
 * other (difference).
 *
 * @param ids two groups at least, ten at most.
 * @throws FieldError (name, groups: required, too-many) · AppError not-found.
 */
export async function combineGroups(
  scope: Scope,
  { how, ids, name }: { how: Combination; ids: readonly number[]; name: string },
  now: Date,
): Promise<{ id: number; members: number }> {
  await checkCombination(scope, ids);
  return createGroupOf(scope, name, combined(scope, how, ids), now);
}

/** How many it would be. @throws as `combineGroups`. */
export async function countCombined(scope: Scope, how: Combination, ids: readonly number[]): Promise<number> {
  demand(scope, "read");
  await checkCombination(scope, ids);
  const { rows } = await db.execute<{ members: number }>(
    sql`select count(*)::integer as members from (${combined(scope, how, ids)}) as members`,
  );
  return rows[0]!.members;
}

const MOST_COMBINED = 10;

async function checkCombination(scope: Scope, ids: readonly number[]): Promise<void> {
  if (new Set(ids).size < 2) throw new FieldError({ groups: "two-groups" });
  if (ids.length > MOST_COMBINED) throw new FieldError({ groups: "too-many" });
  await requireGroups(scope, ids);
}

const OPERATORS = { union: sql` union `, intersection: sql` intersect `, difference: sql` except ` };

const combined = (scope: Scope, how: Combination, ids: readonly number[]): SQL =>
  sql.join(
    ids.map((id) => sql`(${membersOf(scope, id)})`),
    OPERATORS[how],
  );

async function requireGroups(scope: Scope, ids: readonly number[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const found = await db.$count(
    groups,
    and(eq(groups.accountId, scope.accountId), sql`${groups.id} = any(${sql.param(wanted)}::bigint[])`),
  );
  if (found < wanted.length) throw notFound("Group");
}

const mine = (scope: Scope, id: number) => and(eq(groups.accountId, scope.accountId), eq(groups.id, id));
