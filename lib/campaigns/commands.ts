import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { readFields } from "@/lib/fields";

const details = z.object({
  name: z.string("required").trim().min(1, "required").max(255, "too-long"),
  label: z.string().trim().max(255, "too-long"),
});

/**
 * Names and labels a campaign anew. The label of its messages stays as they were sent with it: figures by label are
 * of the messages.
 * @throws FieldError (name, label) · AppError not-found.
 */
export async function describeCampaign(
  scope: Scope,
  id: number,
  given: { name: string; label: string },
): Promise<void> {
  demand(scope, "manage");
  const { name, label } = readFields(details, given);
  await change(scope, id, { name, label: label || null });
}

/** Out of the way, or back in the list; nothing of it is lost either way. @throws AppError not-found. */
export async function archiveCampaign(scope: Scope, id: number, archivedAt: Date | null): Promise<void> {
  demand(scope, "manage");
  await change(scope, id, { archivedAt });
}

async function change(scope: Scope, id: number, to: Partial<typeof campaigns.$inferInsert>): Promise<void> {
  const mine = and(eq(campaigns.accountId, scope.accountId), eq(campaigns.id, id));
  const { rowCount } = await db.update(campaigns).set(to).where(mine);
  if (rowCount === 0) throw notFound("Campaign");
}
