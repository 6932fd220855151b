import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db";
import { insertFrom } from "@/db/bulk";
import { gatewayRoutes, gateways } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { PREFIX } from "@/lib/messages/prefix";
import { SENDING_KINDS } from "./choose-gateway";

export type Route = { prefix: string; gatewayId: number };

const MOST_ROUTES = 500;

/** By prefix. Which of them count now, `chooseGateways` says. */
export async function listRoutes(scope: Scope): Promise<Route[]> {
  demand(scope, "manage");
  const { prefix, gatewayId } = gatewayRoutes;
  return db
    .select({ prefix, gatewayId })
    .from(gatewayRoutes)
    .where(eq(gatewayRoutes.accountId, scope.accountId))
    .orderBy(asc(prefix));
}

/**
 * All routes of the account at once. They may lead to a gateway that is off: then they count when it is on again.
 *
 * @throws FieldError at each row's place (`routes.2`): not-a-prefix, prefix-twice, unknown-gateway · AppError conflict
 *   (key `most-routes`).
 */
export async function setRoutes(scope: Scope, routes: readonly Route[]): Promise<void> {
  demand(scope, "manage");
  if (routes.length > MOST_ROUTES) throw new AppError("conflict", `At most ${MOST_ROUTES} routes.`, "most-routes");
  const { accountId } = scope;
  await db.transaction(async (tx) => {
    const sending = and(eq(gateways.accountId, accountId), inArray(gateways.kind, [...SENDING_KINDS]));
    const rows = await tx.select({ id: gateways.id }).from(gateways).where(sending);
    const known = new Set(rows.map(({ id }) => id));
    const faults = routes.flatMap(({ prefix, gatewayId }, row) => {
      const before = routes.findIndex((each) => each.prefix === prefix);
      const fault = !PREFIX.test(prefix)
        ? "not-a-prefix"
        : before < row
          ? "prefix-twice"
          : known.has(gatewayId)
            ? null
            : "unknown-gateway";
      return fault ? [[`routes.${row}`, fault]] : [];
    });
    if (faults.length > 0) throw new FieldError(Object.fromEntries(faults));
    await tx.delete(gatewayRoutes).where(eq(gatewayRoutes.accountId, accountId));
    const kept = routes.map(({ prefix, gatewayId }) => ({ accountId, prefix, gatewayId }));
    if (kept.length > 0) await tx.execute(insertFrom(gatewayRoutes, ["accountId", "prefix", "gatewayId"], kept));
    await logFor(tx, scope, "routes-changed", { routes: kept.length });
  });
}
