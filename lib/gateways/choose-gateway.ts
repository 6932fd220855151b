import { and, asc, eq } from "drizzle-orm";
import type { Transaction } from "@/db";
import { gatewayRoutes, gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { byPrefix } from "@/lib/messages/prefix";
import { addGateway } from "./add-gateway";

export type Gateway = typeof gateways.$inferSelect;

/** What messages can be handed to. Of the other kinds we only hear, and the simulator steps in where none of these is. */
export const SENDING_KINDS: readonly Gateway["kind"][] = ["kannel"];

/** Where the account's messages go out, each by its number. */
export type GatewayOf = (msisdn: string) => Gateway;

/**
 * The gateway of each number: of the routes to gateways that are enabled and can send the one with the longest prefix,
 * else the account's first such gateway; without any the built-in simulator, which is made when first needed.
 *
 * It is chosen once, at acceptance. What waits for a gateway that is switched off stays with it: it goes out when the
 * gateway is on again, expires with its validity, or is moved on by hand (`moveWaiting`).
 */
export async function chooseGateways(tx: Transaction, scope: Scope): Promise<GatewayOf> {
  const enabled = await tx
    .select()
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.enabled, true)))
    .orderBy(asc(gateways.id));
  const [first, ...more] = enabled.filter(({ kind }) => SENDING_KINDS.includes(kind));
  if (!first) {
    const made = enabled.find(({ kind }) => kind === "simulator");
    const simulator =
      made ?? (await addGateway(tx, scope, { kind: "simulator", name: "Simulator", config: {}, errors: {} }));
    return () => simulator;
  }
  if (more.length === 0) return () => first;
  const sending = new Map([first, ...more].map((gateway) => [gateway.id, gateway]));
  const routes = await tx
    .select({ prefix: gatewayRoutes.prefix, gatewayId: gatewayRoutes.gatewayId })
    .from(gatewayRoutes)
    .where(eq(gatewayRoutes.accountId, scope.accountId));
  const routed = byPrefix(
    routes.flatMap(({ prefix, gatewayId }) => {
      const gateway = sending.get(gatewayId);
      return gateway ? [[prefix, gateway] as const] : [];
    }),
  );
  return (msisdn) => routed(msisdn) ?? first;
}
