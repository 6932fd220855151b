import { and, asc, eq } from "drizzle-orm";
import type { Transaction } from "@/db";
import { gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { addGateway } from "./add-gateway";

export type Gateway = typeof gateways.$inferSelect;

/**
 * Where the account's messages go out: its first enabled real gateway; without one the built-in simulator, which is
 * made when first needed.
 */
export async function chooseGateway(tx: Transaction, scope: Scope): Promise<Gateway> {
  const enabled = await tx
    .select()
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.enabled, true)))
    .orderBy(asc(gateways.id));
  const chosen = enabled.find(({ kind }) => kind !== "simulator") ?? enabled.find(({ kind }) => kind === "simulator");
  return chosen ?? (await addGateway(tx, scope, { kind: "simulator", name: "Simulator", config: {}, errors: {} }));
}
