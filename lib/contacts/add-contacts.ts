import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { unnest } from "@/db/bulk";
import { contacts } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { holdMembers } from "@/lib/groups/members";
import { requestReckoning } from "./reckon-contacts";

/** A contact to be: `msisdn` digits with country code, read by `readNumber`; `fields` by the keys of the account's extra fields. */
export type NewContact = { msisdn: string; country: string | null; name: string; fields: Record<string, string> };

/**
 * Adds contacts, as many as a million, in two statements; of numbers that the agenda has already, name and fields are
 * written over where they are given. What the messages say of the new ones is reckoned by the worker.
 *
 * @param given a select of `msisdn`, `country`, `name`, `fields`; of a number that stands twice one row counts.
 * @returns how many were added, and of how many others something changed.
 */
export async function addContacts(
  tx: Transaction,
  scope: Scope,
  given: SQL,
  now: Date,
): Promise<{ added: number; changed: number }> {
  demand(scope, "manage");
  await holdMembers(tx, scope, "shared");
  const at = sql`${now.toISOString()}::timestamptz`;
  const once = sql`
    select distinct on (msisdn collate "C") msisdn, country, coalesce(name, '') as name,
      coalesce(fields, '{}'::jsonb) as fields
    from (${given}) as given order by msisdn collate "C"`;
  // Only contacts that change are locked, in the order of their numbers as everybody locks them: receipts go on while a
  // long import is in its transaction.
  const { rowCount: changed } = await tx.execute(sql`
    insert into contacts (account_id, id, msisdn, name, fields, created_at, updated_at) overriding system value
    select ${scope.accountId}, own.id, given.msisdn, coalesce(nullif(given.name, ''), own.name), given.fields, ${at}, ${at}
    from (${once}) as given, lateral (
      select id, name, fields from contacts where account_id = ${scope.accountId} and msisdn = given.msisdn offset 0
    ) as own
    where (given.name <> '' and given.name <> own.name) or not own.fields @> given.fields
    on conflict (account_id, id) do update
      set name = excluded.name, fields = contacts.fields || excluded.fields, updated_at = excluded.updated_at`);
  const { rowCount: added } = await tx.execute(sql`
    insert into contacts (account_id, msisdn, country, name, fields, created_at, updated_at)
    select ${scope.accountId}, msisdn, country, name, fields, ${at}, ${at} from (${once}) as given
    on conflict (msisdn, account_id) do nothing`);
  if (added) await requestReckoning(tx, scope);
  return { added: added ?? 0, changed: changed ?? 0 };
}

/** Contacts that are in memory, as `addContacts` takes them. */
export const givenContacts = (rows: readonly NewContact[]): SQL =>
  sql`select * from ${unnest(contacts, ["msisdn", "country", "name", "fields"], rows)} as given (msisdn, country, name, fields)`;

/**
 * The contacts that have these numbers, as a select of `id`.
 * @param numbers a select of `msisdn`; the same number may stand in it often.
 */
export const contactsOf = (scope: Scope, numbers: SQL): SQL => sql`
  select contacts.id from (select distinct msisdn from (${numbers}) as numbers) as given
    join contacts on contacts.account_id = ${scope.accountId} and contacts.msisdn = given.msisdn`;
