import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db";
import { gateways } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type Gateway, SENDING_KINDS } from "./choose-gateway";
import type { ErrorTable } from "./gateway";
import { type KannelConfig, kannelConfig } from "./kannel/config";
import { tokenOf } from "./token";

/** A gateway as its people may see it: without the password it is reached with. */
export type GatewayView = Pick<
  Gateway,
  "id" | "name" | "kind" | "enabled" | "perSecond" | "lastReceiptAt" | "trouble"
> & {
  /** null: of another kind; its settings hold secrets and are not shown. */
  kannel: Omit<KannelConfig, "password"> | null;
  errors: ErrorTable;
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
    errors: errors as ErrorTable,
    receiptPath: `/receipts/${tokenOf(gateway)}`,
  };
}
