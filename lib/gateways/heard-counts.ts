import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { gatewayHours, parkedReceipts } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";

/** Receipts that a gateway told, repetitions too: in the last 24 hours (whole hours) and ever; and how many wait for their message. */
export type HeardCounts = { day: number; ever: number; waiting: number };

export async function countHeard(scope: Scope, gatewayId: number, now: Date): Promise<HeardCounts> {
  demand(scope, "manage");
  const since = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  const [told] = await db
    .select({
      ever: sql<number>`coalesce(sum(${gatewayHours.receipts}), 0)::bigint`.mapWith(Number),
      day: sql<number>`coalesce(sum(${gatewayHours.receipts}) filter (where ${gatewayHours.hour} >= ${since}), 0)::bigint`.mapWith(
        Number,
      ),
    })
    .from(gatewayHours)
    .where(and(eq(gatewayHours.accountId, scope.accountId), eq(gatewayHours.gatewayId, gatewayId)));
  const mine = and(eq(parkedReceipts.accountId, scope.accountId), eq(parkedReceipts.gatewayId, gatewayId));
  return { ...told!, waiting: await db.$count(parkedReceipts, mine) };
}
