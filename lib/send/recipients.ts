import { sql } from "drizzle-orm";
import { db } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import type { Reached } from "@/lib/campaigns/outcome";
import { reachedBy } from "@/lib/campaigns/reached";
import { MOST_MESSAGES } from "@/lib/ingest/limits";
import { UNSUBSCRIBE } from "@/lib/unsubscribe/place";

/** Whom a text goes to, and what stands in its %placeholders%. */
export type Recipient = { to: string; parameters: Record<string, string> | null };

/**
 * A group's members, so many at once as one sending holds, each with the name and the extra fields of the contact; a
 * field that is empty is an empty text, so that no placeholder is sent as it stands.
 */
export async function* membersFor(
  scope: Scope,
  groupId: number,
  placeholders: readonly string[],
): AsyncGenerator<Recipient[]> {
  for (let after = 0; ; ) {
    const { rows } = await db.execute<{ id: number; msisdn: string; name: string; fields: Record<string, string> }>(sql`
      select contacts.id, contacts.msisdn, contacts.name, contacts.fields
      from group_members as member join contacts
        on contacts.account_id = ${scope.accountId} and contacts.id = member.contact_id
      where member.account_id = ${scope.accountId} and member.group_id = ${groupId} and member.contact_id > ${after}
      order by member.contact_id limit ${MOST_MESSAGES}`);
    if (rows.length > 0)
      yield rows.map(({ msisdn, name, fields }) => ({ to: msisdn, parameters: valuesOf(placeholders, name, fields) }));
    if (rows.length < MOST_MESSAGES) return;
    after = rows.at(-1)!.id;
  }
}

/** Those to whom the same happened in a campaign, in the same way: by their numbers, in the agenda or not. */
export async function* reachedFor(
  scope: Scope,
  reached: Reached,
  placeholders: readonly string[],
): AsyncGenerator<Recipient[]> {
  for (let after = ""; ; ) {
    const { rows } = await db.execute<{ msisdn: string; name: string; fields: Record<string, string> }>(sql`
      select given.msisdn, coalesce(contacts.name, '') as name, coalesce(contacts.fields, '{}') as fields
      from (
        select distinct msisdn from (${reachedBy(scope, reached)}) as reached
        where msisdn > ${after} order by msisdn limit ${MOST_MESSAGES}
      ) as given left join contacts on contacts.account_id = ${scope.accountId} and contacts.msisdn = given.msisdn
      order by given.msisdn`);
    if (rows.length > 0)
      yield rows.map(({ msisdn, name, fields }) => ({ to: msisdn, parameters: valuesOf(placeholders, name, fields) }));
    if (rows.length < MOST_MESSAGES) return;
    after = rows.at(-1)!.msisdn;
  }
}

function valuesOf(placeholders: readonly string[], name: string, fields: Readonly<Record<string, string>>) {
  if (placeholders.length === 0) return null;
  // The way out of a message is nobody's field.
  const own = placeholders.filter((each) => each !== UNSUBSCRIBE);
  if (own.length === 0) return null;
  return Object.fromEntries(own.map((each) => [each, (each === "name" ? name : fields[each]) ?? ""]));
}

/** Typed numbers: one a line, or parted by commas, semicolons or blanks between whole numbers. */
export const typedNumbers = (text: string): string[] =>
  text
    .split(/[\n\r,;\t]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
