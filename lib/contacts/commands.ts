import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { contactFields, contacts } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { contactsById, holdMembers, leaveGroups } from "@/lib/groups/members";
import { readNumber } from "@/lib/messages/numbers";
import { LONGEST_NAME } from "./dataset";
import { LONGEST_VALUE } from "./fields";
import { reckonContacts, requestReckoning } from "./reckon-contacts";

/** What a form gives of a contact; extra fields by their keys, an empty value is none. */
export type ContactForm = { number: string; name: string; fields: Readonly<Record<string, string>> };

const names = z.object({ name: z.string().trim().max(LONGEST_NAME, "too-long") });

/** @returns its id. @throws FieldError (number: not-a-phone, number-taken · name · x_KEY: too-long). */
export async function createContact(scope: Scope, given: ContactForm, now: Date): Promise<number> {
  demand(scope, "manage");
  const columns = await readContact(scope, given);
  const id = await db.transaction(async (tx) => {
    const [contact] = await tx
      .insert(contacts)
      .values({ ...columns, accountId: scope.accountId, createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .returning({ id: contacts.id });
    if (!contact) throw new FieldError({ number: "number-taken" });
    await requestReckoning(tx, scope);
    return contact.id;
  });
  // The page that is shown next tells its messages already; the worker would take a second.
  await reckonContacts(scope, now);
  return id;
}

/** A changed number is reckoned anew. @throws as `createContact`; AppError not-found. */
export async function updateContact(scope: Scope, id: number, given: ContactForm, now: Date): Promise<void> {
  demand(scope, "manage");
  const columns = await readContact(scope, given);
  try {
    await db.transaction(async (tx) => {
      const [before] = await tx.select().from(contacts).where(mine(scope, id)).for("update");
      if (!before) throw notFound("Contact");
      const moved = before.msisdn === columns.msisdn ? {} : { knownAt: null };
      // What the form did not ask for stays: a field that an import has added while it was open.
      const unasked = Object.entries(before.fields).filter(([key]) => given.fields[key] === undefined);
      const fields = { ...Object.fromEntries(unasked), ...columns.fields };
      await tx
        .update(contacts)
        .set({ ...columns, ...moved, fields, updatedAt: now })
        .where(mine(scope, id));
      if (before.msisdn !== columns.msisdn) await requestReckoning(tx, scope);
    });
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code !== "23505") throw error;
    throw new FieldError({ number: "number-taken" });
  }
  await reckonContacts(scope, now);
}

/**
 * Takes contacts out of the agenda and out of every group. Their messages stay.
 * @param given a select of `id`.
 * @param expected how many somebody was told that it would be: another number changes nothing.
 * @throws AppError conflict (key `selection-changed`).
 */
export async function deleteContacts(scope: Scope, given: SQL, expected: number): Promise<void> {
  demand(scope, "manage");
  await db.transaction(async (tx) => {
    await holdMembers(tx, scope, "alone");
    const deleted = await removeWithin(tx, scope, given);
    if (deleted !== expected)
      throw new AppError("conflict", `${deleted} contacts instead of ${expected}.`, "selection-changed");
    await logFor(tx, scope, "contacts-deleted", { contacts: deleted });
  });
}

/**
 * Contacts of the same person become one: it has the number that is kept, name and extra fields of the one kept where
 * it has them, else of the first of the others that does, and the groups of all.
 *
 * @throws AppError not-found, when one of them is not there · FieldError (contacts: required).
 */
export async function mergeContacts(
  scope: Scope,
  keptId: number,
  otherIds: readonly number[],
  now: Date,
): Promise<void> {
  demand(scope, "manage");
  const others = [...new Set(otherIds)].filter((id) => id !== keptId);
  if (others.length === 0) throw new FieldError({ contacts: "required" });
  await db.transaction(async (tx) => {
    await holdMembers(tx, scope, "alone");
    const all = [keptId, ...others];
    const found = await tx
      .select()
      .from(contacts)
      .where(and(eq(contacts.accountId, scope.accountId), sql`${contacts.id} = any(${sql.param(all)}::bigint[])`))
      .orderBy(sql`${contacts.msisdn} collate "C"`)
      .for("update");
    const inOrder = all.map((id) => found.find((contact) => contact.id === id));
    const known = inOrder.filter((contact) => contact !== undefined);
    if (known.length < all.length) throw notFound("Contact");
    const name = known.find((contact) => contact.name !== "")?.name ?? "";
    const fields = Object.assign({}, ...known.map((contact) => contact.fields).reverse()) as Record<string, string>;
    await tx.update(contacts).set({ name, fields, updatedAt: now }).where(mine(scope, keptId));
    await inheritGroups(tx, scope, keptId, others);
    await removeWithin(tx, scope, contactsById(others));
    await logFor(tx, scope, "contacts-merged", { contacts: all.length });
  });
}

async function inheritGroups(tx: Transaction, scope: Scope, keptId: number, others: readonly number[]): Promise<void> {
  const { accountId } = scope;
  const theirs = sql`
    select distinct group_id from group_members
    where account_id = ${accountId} and contact_id = any(${sql.param(others)}::bigint[])`;
  await tx.execute(
    sql`select id from groups where account_id = ${accountId} and id in (${theirs}) order by id for update`,
  );
  await tx.execute(sql`
    with joined as (
      insert into group_members (account_id, group_id, contact_id)
      select ${accountId}::integer, group_id, ${keptId}::bigint from (${theirs}) as theirs
      on conflict do nothing returning group_id
    )
    update groups set members = members + 1 from joined
    where groups.account_id = ${accountId} and groups.id = joined.group_id`);
}

/** The caller holds the members alone. @returns how many contacts were removed. */
export async function removeWithin(tx: Transaction, scope: Scope, given: SQL): Promise<number> {
  // Once, so that what matches a question stays the same from statement to statement.
  const leaving = `leaving_${scope.accountId}`;
  const table = sql.identifier(leaving);
  await tx.execute(sql`create temporary table ${table} on commit drop as select distinct id from (${given}) as given`);
  await tx.execute(sql`analyze ${table}`);
  await tx.execute(sql`
    select from contacts where account_id = ${scope.accountId} and id in (select id from ${table})
    order by msisdn collate "C" for update`);
  await leaveGroups(tx, scope, sql`select id from ${table}`);
  const { rowCount } = await tx.execute(sql`
    delete from contacts where account_id = ${scope.accountId} and id in (select id from ${table})`);
  return rowCount ?? 0;
}

async function readContact(scope: Scope, given: ContactForm) {
  const { name } = readFields(names, given);
  const number = readNumber(given.number, scope.account.defaultCountry);
  const faults: Record<string, string> = {};
  if (given.number.trim() === "") faults.number = "required";
  else if (!number.ok) faults.number = "not-a-phone";
  const keys = await db
    .select({ key: contactFields.key })
    .from(contactFields)
    .where(eq(contactFields.accountId, scope.accountId));
  const fields: Record<string, string> = {};
  for (const { key } of keys) {
    const value = given.fields[key]?.trim() ?? "";
    if (value.length > LONGEST_VALUE) faults[`x_${key}`] = "too-long";
    else if (value !== "") fields[key] = value;
  }
  if (Object.keys(faults).length > 0 || !number.ok) throw new FieldError(faults);
  return { msisdn: number.msisdn, country: number.country, name, fields };
}

const mine = (scope: Scope, id: number) => and(eq(contacts.accountId, scope.accountId), eq(contacts.id, id));
