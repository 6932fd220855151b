import { type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import { FieldError } from "@/lib/fields";
import { createGroup } from "@/lib/groups/commands";
import { addMembers, removeMembers } from "@/lib/groups/members";
import { deleteContacts } from "./commands";
import type { ContactQuery } from "./dataset";
import { contactsMatching } from "./queries";

/** Contacts that somebody chose: ticked one by one, or all that a question is about. */
export type Selection = { ids: readonly number[] } | { filter: ContactQuery["filter"] };

/** As commands take them: a select of `id`, of this account only. */
const chosen = (scope: Scope, selection: Selection): SQL =>
  "ids" in selection
    ? sql`select id from contacts where account_id = ${scope.accountId} and id = any(${sql.param(selection.ids)}::bigint[])`
    : contactsMatching(scope, selection);

export async function countSelection(scope: Scope, selection: Selection): Promise<number> {
  demand(scope, "read");
  const { rows } = await db.execute<{ contacts: number }>(
    sql`select count(*)::integer as contacts from (${chosen(scope, selection)}) as chosen`,
  );
  return rows[0]!.contacts;
}

/**
 * Adds them to a group of the account, or to a new one where a name is given.
 * @returns how many were no members yet. @throws FieldError (group: choose-one · name) · AppError not-found.
 */
export async function addSelection(
  scope: Scope,
  selection: Selection,
  to: { group: string; name: string },
  now: Date,
): Promise<{ groupId: number; added: number }> {
  demand(scope, "manage");
  const named = to.name.trim() !== "";
  if (!named && !/^\d{1,15}$/.test(to.group)) throw new FieldError({ group: "choose-one" });
  return db.transaction(async (tx) => {
    const groupId = named ? await createGroup(tx, scope, to.name, now) : Number(to.group);
    return { groupId, added: await addMembers(tx, scope, groupId, chosen(scope, selection)) };
  });
}

/** @returns how many were members. @throws FieldError (group: choose-one) · AppError not-found. */
export async function removeSelection(scope: Scope, selection: Selection, group: string): Promise<number> {
  demand(scope, "manage");
  if (!/^\d{1,15}$/.test(group)) throw new FieldError({ group: "choose-one" });
  return db.transaction((tx) => removeMembers(tx, scope, Number(group), chosen(scope, selection)));
}

/** @throws AppError conflict (key `selection-changed`), when it is another number of contacts than was told. */
export const deleteSelection = (scope: Scope, selection: Selection, expected: number): Promise<void> =>
  deleteContacts(scope, chosen(scope, selection), expected);
