import { and, desc, eq, sql } from "drizzle-orm";
import { db, snapshot } from "@/db";
import { forgottenNumbers, users } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { hashNumbers } from "./hash-number";
import type { Removed } from "./kinds";

/** What there is of a number, before it is forgotten. */
export async function whatIsKnownOf(scope: Scope, msisdn: string): Promise<Removed> {
  demand(scope, "manage");
  const of = sql`account_id = ${scope.accountId} and msisdn = ${msisdn}`;
  const own = sql`select sent_at, id from messages where ${of}`;
  const beside = (table: string) => sql`(select count(*)::integer from (${own}) as own, lateral (
    select from ${sql.identifier(table)} as rows where rows.account_id = ${scope.accountId}
      and rows.sent_at = own.sent_at and rows.message_id = own.id offset 0) as beside)`;
  return snapshot(async (tx) => {
    const { rows } = await tx.execute<Required<Pick<Removed, "contacts" | "messages">>>(sql`
      select (select count(*)::integer from contacts where ${of}) as contacts,
        (select count(*)::integer from group_members join contacts on contacts.account_id = group_members.account_id
          and contacts.id = contact_id where group_members.account_id = ${scope.accountId}
          and contacts.account_id = ${scope.accountId} and msisdn = ${msisdn}) as groups,
        (select count(*)::integer from blacklist where ${of}) as blacklist,
        (select count(*)::integer from messages where ${of}) as messages,
        ${beside("receipts")} as receipts, ${beside("clicks")} as clicks, ${beside("links")} as links,
        ${beside("callbacks")} as callbacks,
        (select count(*)::integer from inbound_messages where ${of}) as inbound`);
    return rows[0]!;
  });
}

export type ForgottenRow = Pick<
  typeof forgottenNumbers.$inferSelect,
  "id" | "at" | "suppressed" | "removed" | "finishedAt"
> & { person: string | null; mark: string };

const MOST = 200;

/** The receipts of the deed, the newest first. */
export async function listForgotten(scope: Scope): Promise<ForgottenRow[]> {
  demand(scope, "read");
  const { id, at, suppressed, removed, finishedAt } = forgottenNumbers;
  return db
    .select({
      ...{ id, at, suppressed, removed, finishedAt, person: users.name },
      mark: sql<string>`left(encode(${forgottenNumbers.hash}, 'hex'), 12)`,
    })
    .from(forgottenNumbers)
    .leftJoin(users, and(eq(users.id, forgottenNumbers.userId), eq(users.accountId, forgottenNumbers.accountId)))
    .where(eq(forgottenNumbers.accountId, scope.accountId))
    .orderBy(desc(id))
    .limit(MOST);
}

/**
 * The person asked to be written to again: the number is suppressed no more.
 * @returns whether it was.
 */
export async function allowAgain(scope: Scope, msisdn: string): Promise<boolean> {
  demand(scope, "manage");
  const [hash] = await hashNumbers(scope, [msisdn]);
  const { rowCount } = await db
    .update(forgottenNumbers)
    .set({ suppressed: false })
    .where(
      and(
        eq(forgottenNumbers.accountId, scope.accountId),
        eq(forgottenNumbers.hash, hash!),
        eq(forgottenNumbers.suppressed, true),
      ),
    );
  return (rowCount ?? 0) > 0;
}
