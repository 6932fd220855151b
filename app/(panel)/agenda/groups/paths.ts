import { notFound } from "next/navigation";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { getGroup } from "@/lib/groups/queries";

export const GROUPS = "/agenda/groups";

/** The group an address names; what is not the account's does not exist. */
export async function groupOf(scope: Scope, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id)) notFound();
  return getGroup(scope, Number(id)).catch((error) => {
    if (error instanceof AppError && error.outcome === "not-found") notFound();
    throw error;
  });
}
