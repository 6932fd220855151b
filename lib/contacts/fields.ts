import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { contactFields, contacts } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";

/** An extra field of the account's contacts. `key` is its name in texts (`%city%`) and files; it stays when the label changes. */
export type ContactField = { key: string; label: string };

/** More would make rows and forms nobody can read. */
export const MOST_FIELDS = 20;
export const LONGEST_VALUE = 255;

const labels = z.object({ label: z.string("required").trim().min(1, "required").max(40, "too-long") });

/** In the order they were added. */
export async function listFields(scope: Scope): Promise<ContactField[]> {
  demand(scope, "read");
  const { key, label } = contactFields;
  return db
    .select({ key, label })
    .from(contactFields)
    .where(eq(contactFields.accountId, scope.accountId))
    .orderBy(asc(contactFields.position), asc(key));
}

/** @returns its key. @throws FieldError (label: required, too-long, name-taken) · AppError conflict (key `most-fields`). */
export async function addField(scope: Scope, given: string): Promise<string> {
  demand(scope, "manage");
  const { label } = readFields(labels, { label: given });
  const known = await listFields(scope);
  if (known.some((each) => each.label.toLowerCase() === label.toLowerCase()))
    throw new FieldError({ label: "name-taken" });
  if (known.length >= MOST_FIELDS) throw new AppError("conflict", "Too many extra fields.", "most-fields");
  const key = keyOf(
    label,
    known.map((each) => each.key),
  );
  const position = sql`(select coalesce(max(position), 0) + 1 from contact_fields where account_id = ${scope.accountId})`;
  const added = await db
    .insert(contactFields)
    .values({ accountId: scope.accountId, key, label, position })
    .onConflictDoNothing()
    .returning({ key: contactFields.key });
  if (added.length === 0) throw new FieldError({ label: "name-taken" });
  return key;
}

/** @throws FieldError (label) · AppError not-found. */
export async function renameField(scope: Scope, key: string, given: string): Promise<void> {
  demand(scope, "manage");
  const { label } = readFields(labels, { label: given });
  const others = (await listFields(scope)).filter((each) => each.key !== key);
  if (others.some((each) => each.label.toLowerCase() === label.toLowerCase()))
    throw new FieldError({ label: "name-taken" });
  const { rowCount } = await db.update(contactFields).set({ label }).where(mine(scope, key));
  if (rowCount === 0) throw notFound("Field");
}

/** Its values go with it. @throws AppError not-found. */
export async function removeField(scope: Scope, key: string): Promise<void> {
  demand(scope, "manage");
  await db.transaction(async (tx) => {
    const { rowCount } = await tx.delete(contactFields).where(mine(scope, key));
    if (rowCount === 0) throw notFound("Field");
    await tx
      .update(contacts)
      .set({ fields: sql`${contacts.fields} - ${key}::text` })
      .where(and(eq(contacts.accountId, scope.accountId), sql`${contacts.fields} ? ${key}`));
  });
}

const mine = (scope: Scope, key: string) =>
  and(eq(contactFields.accountId, scope.accountId), eq(contactFields.key, key));

/** `Número de pie` → `numero_de_pie`; one that is taken gets a number. */
function keyOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 30);
  const key = plain === "" ? "field" : plain;
  for (let n = 2, free = key; ; free = `${key}_${n++}`) if (!taken.includes(free)) return free;
}
