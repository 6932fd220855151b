import type { Scope } from "@/lib/auth/scope";
import { contactDataset } from "@/lib/contacts/dataset";
import { listFields } from "@/lib/contacts/fields";

export const CONTACTS = "/agenda/contacts";

/** The list with the account's extra fields among its columns. */
export async function contactList(scope: Scope, path = CONTACTS) {
  return { path, dataset: contactDataset(await listFields(scope)) };
}
export type ContactList = Awaited<ReturnType<typeof contactList>>;
