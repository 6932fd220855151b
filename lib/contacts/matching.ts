import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { contacts, groupMembers } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { anyOf, contains, numbered } from "@/lib/dataset/sql";
import type { ContactQuery } from "./dataset";

/**
 * Which contacts a question is about: shared by the list, its total, its files and what is done to all of them. A
 * relation to stand behind `from`, in which the contacts are `contacts`, and its condition.
 */
export function matching(scope: Scope, { filter }: Pick<ContactQuery, "filter">): { from: SQL; where: SQL } {
  const { group } = filter;
  const [only, ...others] = group ?? [];
  const member = sql`${groupMembers.accountId} = ${scope.accountId} and ${groupMembers.contactId} = ${contacts.id}`;
  // Of one group, its members lead: in their own order, however large the agenda is around them.
  const inOne = only !== undefined && others.length === 0;
  const from = inOne
    ? sql`${groupMembers} join ${contacts} on ${contacts.id} = ${groupMembers.contactId}`
    : sql`${contacts}`;
  const where = and(
    eq(contacts.accountId, scope.accountId),
    inOne ? sql`${groupMembers.accountId} = ${scope.accountId} and ${groupMembers.groupId} = ${only}` : undefined,
    others.length > 0
      ? sql`exists (select from ${groupMembers} where ${member} and ${anyOf(groupMembers.groupId, group)})`
      : undefined,
    numbered(contacts.msisdn, filter.number),
    contains(contacts.name, filter.name),
    filter.extra === undefined
      ? undefined
      : sql`exists (select from jsonb_each_text(${contacts.fields}) as own where ${contains(sql`own.value`, filter.extra)})`,
    outcome(filter.outcome),
    anyOf(contacts.country, filter.country),
    anyOf(contacts.lastReason, filter.reason),
    filter.failures === undefined ? undefined : sql`${contacts.failed} >= ${filter.failures}`,
    oneOf(filter.blacklisted, isBlacklisted),
    oneOf(filter.visited, sql`${contacts.lastClickAt} is not null`),
  )!;
  return { from, where };
}

/** The place in the order, newest first, as the group's own index has it where one group leads. */
export const placeOf = ({ filter }: Pick<ContactQuery, "filter">): SQL =>
  filter.group?.length === 1 ? sql`${groupMembers.contactId}` : sql`${contacts.id}`;

export const isBlacklisted = sql`exists (select from blacklist where blacklist.account_id = ${contacts.accountId}
  and blacklist.msisdn = ${contacts.msisdn})`;

function outcome(values: ContactQuery["filter"]["outcome"]): SQL | undefined {
  if (!values) return undefined;
  const statuses = values.filter((each) => each !== "none");
  return or(
    statuses.length > 0 ? anyOf(contacts.lastStatus, statuses) : undefined,
    values.includes("none") ? sql`${contacts.lastStatus} is null` : undefined,
  );
}

/** Both ticked is no condition. */
function oneOf(values: readonly ("yes" | "no")[] | undefined, is: SQL): SQL | undefined {
  if (values?.length !== 1) return undefined;
  return values[0] === "yes" ? is : sql`not ${is}`;
}
