import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { accounts, gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Gateway } from "./choose-gateway";

/** Adds a gateway with the account's next id and a secret receipt path of its own. */
export async function addGateway(
  tx: Transaction,
  scope: Scope,
  given: Pick<Gateway, "kind" | "name" | "config" | "errors"> & Partial<Pick<Gateway, "perSecond">>,
): Promise<Gateway> {
  // The account's row is the lock: two requests at once must not take the same number, nor make two simulators.
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, scope.accountId)).for("update");
  if (given.kind === "simulator") {
    const [made] = await tx
      .select()
      .from(gateways)
      .where(sql`${gateways.accountId} = ${scope.accountId} and ${gateways.kind} = 'simulator'`);
    if (made) return made;
  }
  const next = sql<number>`(select coalesce(max(id), 0) + 1 from gateways where account_id = ${scope.accountId})`;
  const [gateway] = await tx
    .insert(gateways)
    .values({ accountId: scope.accountId, id: next, secret: randomBytes(18).toString("base64url"), ...given })
    .returning();
  return gateway!;
}
