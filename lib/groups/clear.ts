import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { groupClears, users } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import type { ClearRules, Leaving } from "./clear-rules";
import { leavingOf } from "./leaving";
import { holdMembers, lockGroup } from "./members";

const UNDO_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Takes out of a group exactly those whom the preview showed, in one transaction.
 * @param fingerprint of the preview: whether the same members leave for the same reasons.
 * @returns the number of the Clear.
 * @throws AppError conflict (key `clear-changed`): other members would leave by now; nothing was changed · not-found.
 */
export async function clearGroup(
  scope: Scope,
  groupId: number,
  rules: ClearRules,
  fingerprint: string,
  now: Date,
): Promise<number> {
  demand(scope, "manage");
  const { accountId, actor } = scope;
  return db.transaction(async (tx) => {
    await holdMembers(tx, scope, "shared");
    const group = await lockGroup(tx, scope, groupId);
    await tx.execute(sql`
      create temporary table leaving on commit drop as
      select id, reason from (${leavingOf(scope, groupId, rules, now)}) as leaving`);
    await tx.execute(sql`analyze leaving`);
    const { rows } = await tx.execute<{ removed: number; fingerprint: string }>(sql`
      select count(*)::integer as removed, ${FINGERPRINT} as fingerprint from leaving`);
    const { removed, fingerprint: found } = rows[0]!;
    if (found !== fingerprint) throw new AppError("conflict", "Other members would leave by now.", "clear-changed");
    const [clear] = await tx
      .insert(groupClears)
      .values({
        ...{ accountId, groupId, at: now, rules, removed, kept: group.members - removed },
        userId: actor.kind === "user" ? actor.userId : null,
      })
      .returning({ id: groupClears.id });
    await tx.execute(sql`
      insert into cleared_members (account_id, clear_id, contact_id, reason)
      select ${accountId}::integer, ${clear!.id}::bigint, id, reason from leaving order by id`);
    await tx.execute(sql`
      delete from group_members using leaving
      where account_id = ${accountId} and group_id = ${groupId} and contact_id = leaving.id`);
    await changeCount(tx, scope, groupId, -removed);
    await logFor(tx, scope, "group-cleared", { group: group.name, removed });
    return clear!.id;
  });
}

/** Whether two sets of (id, reason) are the same; in no order, so that no sort is needed. */
export const FINGERPRINT = sql`count(*) || ':' || coalesce(sum(hashtextextended(id || reason, 7)::numeric), 0)`;

/**
 * Brings those who left back, but for contacts that have been deleted since. What else happened to the group stays.
 * @returns how many came back.
 * @throws AppError not-found · conflict (key `clear-undone`, `clear-old`).
 */
export async function undoClear(scope: Scope, clearId: number, now: Date): Promise<number> {
  demand(scope, "manage");
  return db.transaction(async (tx) => {
    await holdMembers(tx, scope, "shared");
    const [clear] = await tx.select().from(groupClears).where(mine(scope, clearId));
    if (!clear) throw notFound("Clear");
    const group = await lockGroup(tx, scope, clear.groupId);
    const [locked] = await tx.select().from(groupClears).where(mine(scope, clearId)).for("update");
    if (locked!.undoneAt) throw new AppError("conflict", "This was undone already.", "clear-undone");
    if (!canUndo(locked!, now)) throw new AppError("conflict", "This is too long ago.", "clear-old");
    const { rowCount } = await tx.execute(sql`
      insert into group_members (account_id, group_id, contact_id)
      select ${scope.accountId}::integer, ${clear.groupId}::bigint, contacts.id
      from cleared_members join contacts on contacts.account_id = ${scope.accountId} and contacts.id = contact_id
      where cleared_members.account_id = ${scope.accountId} and clear_id = ${clearId} order by contacts.id
      on conflict do nothing`);
    await changeCount(tx, scope, clear.groupId, rowCount ?? 0);
    await tx.update(groupClears).set({ undoneAt: now }).where(mine(scope, clearId));
    await logFor(tx, scope, "group-clear-undone", { group: group.name, members: rowCount ?? 0 });
    return rowCount ?? 0;
  });
}

export type PastClear = Omit<typeof groupClears.$inferSelect, "accountId" | "rules"> & {
  rules: ClearRules;
  person: string | null;
  undoable: boolean;
  byReason: { reason: Leaving; members: number }[];
};

const MOST_PAST = 50;

/** What was cleaned of a group, the newest first. */
export async function listClears(scope: Scope, groupId: number, now: Date): Promise<PastClear[]> {
  demand(scope, "read");
  const rows = await db
    .select({ clear: groupClears, person: users.name })
    .from(groupClears)
    .leftJoin(users, and(eq(users.id, groupClears.userId), eq(users.accountId, groupClears.accountId)))
    .where(and(eq(groupClears.accountId, scope.accountId), eq(groupClears.groupId, groupId)))
    .orderBy(desc(groupClears.id))
    .limit(MOST_PAST);
  const ids = rows.map(({ clear }) => clear.id);
  const { rows: counted } = await db.execute<{ clear: number; reason: Leaving; members: number }>(sql`
    select clear_id as clear, reason, count(*)::integer as members from cleared_members
    where account_id = ${scope.accountId} and clear_id = any(${sql.param(ids)}::bigint[])
    group by clear_id, reason order by members desc`);
  return rows.map(({ clear: { accountId: _, ...clear }, person }) => ({
    ...clear,
    rules: rulesOf(clear.rules as ClearRules),
    person,
    undoable: clear.undoneAt === null && canUndo(clear, now),
    byReason: counted.filter((each) => each.clear === clear.id),
  }));
}

/** Those kept from before `last` was a rule were in a row. */
const rulesOf = (kept: Omit<ClearRules, "last"> & { last?: number }): ClearRules => ({ last: kept.row, ...kept });

/** Who left, of Clears that can be undone no more, is forgotten; that it happened stays. @returns how many rows. */
export async function sweepClears(accountId: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNDO_DAYS * DAY_MS).toISOString();
  const { rowCount } = await db.execute(sql`
    delete from cleared_members where account_id = ${accountId} and clear_id in (
      select id from group_clears where account_id = ${accountId} and at < ${before})`);
  return rowCount ?? 0;
}

const canUndo = ({ at }: { at: Date }, now: Date) => at.getTime() > now.getTime() - UNDO_DAYS * DAY_MS;

const changeCount = (tx: Transaction, scope: Scope, groupId: number, more: number) =>
  tx.execute(sql`
    update groups set members = members + ${more} where account_id = ${scope.accountId} and id = ${groupId}`);

const mine = (scope: Scope, id: number): SQL =>
  and(eq(groupClears.accountId, scope.accountId), eq(groupClears.id, id))!;
