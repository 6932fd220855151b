import { eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { groups } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf } from "@/lib/contacts/add-contacts";
import { createGroup } from "@/lib/groups/commands";
import { addMembers } from "@/lib/groups/members";

/** Whom the shop writes to, by the labels of its campaigns; null: all of them. */
const GROUPS = [
  { name: "Clientes", label: null },
  { name: "Club Norte", label: "club" },
  { name: "Newsletter", label: "newsletter" },
] as const;

/** The sample's agenda: everybody its campaigns went to, by the name the text called them. Once: groups that are there stay. */
export async function addAgenda(scope: Scope, now: Date): Promise<void> {
  const own = eq(groups.accountId, scope.accountId);
  if ((await db.$count(groups, own)) > 0) return;
  const written = (also: SQL) => sql`
    from messages where account_id = ${scope.accountId} and campaign_id is not null
      and reason is distinct from 'invalid_number' and ${also}`;
  await db.transaction(async (tx) => {
    const people = sql`
      select msisdn, min(country) as country, max(parameters ->> 'name') as name, '{}'::jsonb as fields
      ${written(sql`true`)} group by msisdn`;
    await addContacts(tx, scope, people, now);
    for (const { name, label } of GROUPS) {
      const id = await createGroup(tx, scope, name, now);
      const numbers = sql`select msisdn ${written(label ? sql`label = ${label}` : sql`true`)}`;
      await addMembers(tx, scope, id, contactsOf(scope, numbers));
    }
  });
}
