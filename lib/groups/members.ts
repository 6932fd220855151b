import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { groups } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";

export type Group = typeof groups.$inferSelect;

/*
 * Who is in a group changes here only: under the lock of the group's row, with the number of its members in the same
 * transaction. Sets come and go as SQL (`select id`: of contacts), so that a million are one statement.
 */

/**
 * Whoever adds contacts or members shares this lock, whoever takes contacts away has it alone, both until their
 * transaction ends and before they lock anything else: nobody becomes a member while he leaves the agenda. The order of
 * all locks is: this, contacts by their numbers, groups by their ids.
 */
export async function holdMembers(tx: Transaction, { accountId }: Scope, how: "shared" | "alone"): Promise<void> {
  const lock = sql.raw(how === "shared" ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock");
  await tx.execute(sql`select ${lock}(hashtext('acuse.members'), ${accountId})`);
}

/** The account's group, locked until the transaction ends. @throws AppError not-found. */
export async function lockGroup(tx: Transaction, scope: Scope, groupId: number): Promise<Group> {
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.accountId, scope.accountId), eq(groups.id, groupId)))
    .for("update");
  if (!group) throw notFound("Group");
  return group;
}

/**
 * @param contacts a select of `id`: contacts of this account. Those that are members already stay.
 * @returns how many were added.
 * @throws AppError not-found.
 */
export async function addMembers(tx: Transaction, scope: Scope, groupId: number, contacts: SQL): Promise<number> {
  demand(scope, "manage");
  await holdMembers(tx, scope, "shared");
  await lockGroup(tx, scope, groupId);
  const { rowCount } = await tx.execute(sql`
    insert into group_members (account_id, group_id, contact_id)
    select ${scope.accountId}::integer, ${groupId}::bigint, id from (${contacts}) as given order by id
    on conflict do nothing`);
  return count(tx, scope, groupId, rowCount ?? 0);
}

/** @param contacts a select of `id`. @returns how many were members. @throws AppError not-found. */
export async function removeMembers(tx: Transaction, scope: Scope, groupId: number, contacts: SQL): Promise<number> {
  demand(scope, "manage");
  await lockGroup(tx, scope, groupId);
  const { rowCount } = await tx.execute(sql`
    delete from group_members using (${contacts}) as given
    where account_id = ${scope.accountId} and group_id = ${groupId} and contact_id = given.id`);
  return -(await count(tx, scope, groupId, -(rowCount ?? 0)));
}

/** Takes contacts that will be no more out of every group; the caller holds the members alone. @param contacts a select of `id`. */
export async function leaveGroups(tx: Transaction, scope: Scope, contacts: SQL): Promise<number> {
  const { accountId } = scope;
  // In the order of their ids, so that two who leave never wait for each other.
  await tx.execute(sql`
    select id from groups where account_id = ${accountId} and id in (
      select group_id from group_members where account_id = ${accountId} and contact_id in (${contacts})
    ) order by id for update`);
  await tx.execute(sql`
    delete from cleared_members where account_id = ${accountId} and contact_id in (${contacts})`);
  const { rows } = await tx.execute<{ members: number }>(sql`
    with gone as (
      delete from group_members where account_id = ${accountId} and contact_id in (${contacts}) returning group_id
    ), sums as (select group_id, count(*)::integer as members from gone group by group_id),
    told as (
      update groups set members = groups.members - sums.members from sums
      where groups.account_id = ${accountId} and groups.id = sums.group_id
    )
    select coalesce(sum(members), 0)::integer as members from sums`);
  return rows[0]!.members;
}

async function count(tx: Transaction, scope: Scope, groupId: number, more: number): Promise<number> {
  if (more !== 0)
    await tx.execute(sql`
      update groups set members = members + ${more} where account_id = ${scope.accountId} and id = ${groupId}`);
  return more;
}

/** Contacts by their ids, as members come. */
export const contactsById = (ids: readonly number[]): SQL => sql`select unnest(${sql.param(ids)}::bigint[]) as id`;

/** A group's members, as members come. */
export const membersOf = (scope: Scope, groupId: number): SQL => sql`
  select contact_id as id from group_members where account_id = ${scope.accountId} and group_id = ${groupId}`;
