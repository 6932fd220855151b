import { and, asc, eq } from "drizzle-orm";
import type { Transaction } from "@/db";
import { gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { addGateway } from "./add-gateway";

export type Gateway = typeof gateways.$inferSelect;

/** What messages can be handed to. Of the other kinds we only hear, and the simulator steps in where none of these is. */
export const SENDING_KINDS: readonly Gateway["kind"][] = ["kannel"];

/**
 * Where the account's messages go out: its first enabled gateway that can send; without one the built-in simulator,
 * which is made when first needed.
 */
export async function chooseGateway(tx: Transaction, scope: Scope): Promise<Gateway> {
  const enabled = await tx
    .select()
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.enabled, true)))
    .orderBy(asc(gateways.id));
  const chosen =
    enabled.find(({ kind }) => SENDING_KINDS.includes(kind)) ?? enabled.find(({ kind }) => kind === "simulator");
  return chosen ?? (await addGateway(tx, scope, { kind: "simulator", name: "Simulator", config: {}, errors: {} }));
}
