import { eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { users } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";

/*
 * The fields a person wants to see in a list, kept with the person. Keys of columns, in the dataset's order; what a
 * later version no longer knows is left out where they are read.
 */

/** @returns none for a program or a person who never chose. */
export async function rememberedFields(scope: Scope, list: string): Promise<string[]> {
  if (scope.actor.kind !== "user") return [];
  const [row] = await db.select({ fields: users.fields }).from(users).where(eq(users.id, scope.actor.userId));
  return row?.fields[list] ?? [];
}

/** An empty choice forgets: the standard fields are shown again. */
export async function rememberFields(scope: Scope, list: string, keys: readonly string[]): Promise<void> {
  if (scope.actor.kind !== "user") return;
  const chosen =
    keys.length > 0
      ? sql`${users.fields} || ${JSON.stringify({ [list]: keys })}::jsonb`
      : sql`${users.fields} - ${list}::text`;
  await db.update(users).set({ fields: chosen }).where(eq(users.id, scope.actor.userId));
}
