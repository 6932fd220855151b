import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { gateways, parkedReceipts as parked } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import type { Receipt } from "@/lib/gateways/gateway";

/* Receipts that have not found their message: early ones, and orphans. What is done about them is in `commands.ts`. */

export const PAGE = 50;

/** What names one: the gateway, its name of the message, the event. */
export type OrphanKey = { gatewayId: number; reference: string; key: string };
export type Place = OrphanKey & { at: Date };
export type OrphanQuery = { gatewayId?: number | undefined; after?: Place | undefined };

export type Orphan = OrphanKey & {
  gateway: string | null;
  receivedAt: Date;
  repeats: number;
  raw: string | null;
  receipt: Pick<Receipt, "meaning" | "code" | "reason" | "part" | "text">;
};

/** A page, newest first, with how many there are. */
export async function listOrphans(
  scope: Scope,
  query: OrphanQuery,
): Promise<{ rows: Orphan[]; total: number; next: Place | null }> {
  demand(scope, "read");
  const { after } = query;
  const place = sql`(${parked.receivedAt}, ${parked.gatewayId}, ${parked.reference}, ${parked.key})`;
  const beyond =
    after &&
    sql`${place} < (${after.at.toISOString()}::timestamptz, ${after.gatewayId}::int, ${after.reference}, ${after.key})`;
  const found = await db
    .select({ parked, gateway: gateways.name })
    .from(parked)
    .leftJoin(gateways, and(eq(gateways.accountId, parked.accountId), eq(gateways.id, parked.gatewayId)))
    .where(and(matching(scope, query), beyond))
    .orderBy(desc(parked.receivedAt), desc(parked.gatewayId), desc(parked.reference), desc(parked.key))
    .limit(PAGE + 1);
  const rows = found.slice(0, PAGE).map(({ parked: row, gateway }): Orphan => {
    const { gatewayId, reference, key, receivedAt, repeats, raw } = row;
    const { meaning, code, reason, part, text } = row.receipt as Receipt;
    return {
      gatewayId,
      reference,
      key,
      gateway,
      receivedAt,
      repeats,
      raw,
      receipt: { meaning, code, reason, part, text },
    };
  });
  const last = rows.at(-1);
  const next =
    found.length > PAGE && last
      ? { at: last.receivedAt, gatewayId: last.gatewayId, reference: last.reference, key: last.key }
      : null;
  return { rows, total: await db.$count(parked, matching(scope, query)), next };
}

const matching = (scope: Scope, { gatewayId }: OrphanQuery): SQL =>
  and(eq(parked.accountId, scope.accountId), gatewayId === undefined ? undefined : eq(parked.gatewayId, gatewayId))!;

/** The gateways that any of them came through, with how many. */
export async function countOrphans(
  scope: Scope,
): Promise<{ gatewayId: number; gateway: string | null; count: number }[]> {
  demand(scope, "read");
  return db
    .select({ gatewayId: parked.gatewayId, gateway: gateways.name, count: sql<number>`count(*)::int` })
    .from(parked)
    .leftJoin(gateways, and(eq(gateways.accountId, parked.accountId), eq(gateways.id, parked.gatewayId)))
    .where(eq(parked.accountId, scope.accountId))
    .groupBy(parked.gatewayId, gateways.name)
    .orderBy(parked.gatewayId);
}
