import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { groups } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import type { Group } from "./members";

/** More groups than these would be no list any more. */
const MOST = 1_000;

/** By name. */
export async function listGroups(scope: Scope): Promise<Group[]> {
  demand(scope, "read");
  return db
    .select()
    .from(groups)
    .where(eq(groups.accountId, scope.accountId))
    .orderBy(sql`lower(${groups.name})`)
    .limit(MOST);
}

/** @throws AppError not-found, also for another account's. */
export async function getGroup(scope: Scope, id: number): Promise<Group> {
  demand(scope, "read");
  const [group] = await db
    .select()
    .from(groups)
    .where(and(eq(groups.accountId, scope.accountId), eq(groups.id, id)));
  if (!group) throw notFound("Group");
  return group;
}

/** The account's groups as a form offers them. */
export async function groupOptions(scope: Scope): Promise<{ value: string; label: string }[]> {
  return (await listGroups(scope)).map(({ id, name }) => ({ value: String(id), label: name }));
}
