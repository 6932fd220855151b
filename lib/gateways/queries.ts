import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db";
import { gateways } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type Gateway, SENDING_KINDS } from "./choose-gateway";
import type { ErrorTable } from "./gateway";
import { type KannelConfig, kannelConfig } from "./kannel/config";
import { withoutSecrets } from "./secrets";
import { tokenOf } from "./token";

/** A gateway as its people may see it: without the password it is reached with. */
export type GatewayView = Pick<
  Gateway,
  "id" | "name" | "kind" | "enabled" | "perSecond" | "lastReceiptAt" | "trouble"
> & {
  /** null: of another kind. */
  kannel: Omit<KannelConfig, "password"> | null;
  /** As kept, without what nobody may read again; `kept`: the paths of those secrets that are set. */
  settings: Record<string, unknown>;
  kept: readonly string[];
  errors: ErrorTable;
  /** Where its inbound messages go; of a generic gateway only once its settings say where a text stands. */
  inboundPath: string | null;
  /** Where its receipts go, under the installation's address. The path is a secret. */
  receiptPath: string;
};

/** In the order they were added; messages go out by the first one that is enabled and real. */
export async function listGateways(scope: Scope): Promise<GatewayView[]> {
  demand(scope, "manage");
  const rows = await db
    .select()
    .from(gateways)
    .where(eq(gateways.accountId, scope.accountId))
    .orderBy(asc(gateways.id));
  return rows.map(shown);
}

/** @returns null when the account has no such gateway. */
export async function findGateway(scope: Scope, id: number): Promise<GatewayView | null> {
  demand(scope, "manage");
  const [row] = await db
    .select()
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, id)));
  return row ? shown(row) : null;
}

/** Whether what the account sends now goes to the built-in network: no gateway that can send is on. */
export async function isSimulated(scope: Scope): Promise<boolean> {
  const mine = and(eq(gateways.accountId, scope.accountId), eq(gateways.enabled, true));
  return (await db.$count(gateways, and(mine, inArray(gateways.kind, [...SENDING_KINDS])))) === 0;
}

function shown(gateway: Gateway): GatewayView {
  const { id, name, kind, enabled, perSecond, lastReceiptAt, trouble, errors } = gateway;
  const { password: _, ...config } = kind === "kannel" ? kannelConfig.parse(gateway.config) : { password: "" };
  return {
    ...{ id, name, kind, enabled, perSecond, lastReceiptAt, trouble },
    kannel: "url" in config ? config : null,
    ...withoutSecrets(kind, gateway.config),
    errors: errors as ErrorTable,
    inboundPath: kind === "generic" && !gateway.config.inbound ? null : `/inbound/${tokenOf(gateway)}`,
    receiptPath: `/receipts/${tokenOf(gateway)}`,
  };
}
