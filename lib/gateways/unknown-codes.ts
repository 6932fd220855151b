import { and, desc, eq, gte } from "drizzle-orm";
import { db } from "@/db";
import { gateways, unknownCodes } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { reasonOfCode } from "./error-table";

const DAYS = 30;
const MOST = 100;

/** A code that a gateway used lately and that nobody has told the meaning of. */
export type UnknownCode = Pick<
  typeof unknownCodes.$inferSelect,
  "gatewayId" | "code" | "meaning" | "receipts" | "firstAt" | "lastAt" | "text"
> & { gateway: string };

/**
 * Codes of the last 30 days that are in no table of their gateway, the newest first; a hundred at most.
 * @param gatewayId of one gateway; without it, of all.
 */
export async function listUnknownCodes(scope: Scope, now: Date, gatewayId?: number): Promise<UnknownCode[]> {
  demand(scope, "manage");
  const found = await db
    .select({ unknown: unknownCodes, gateway: gateways.name, errors: gateways.errors })
    .from(unknownCodes)
    .innerJoin(gateways, and(eq(gateways.accountId, unknownCodes.accountId), eq(gateways.id, unknownCodes.gatewayId)))
    .where(
      and(
        eq(unknownCodes.accountId, scope.accountId),
        gatewayId === undefined ? undefined : eq(unknownCodes.gatewayId, gatewayId),
        gte(unknownCodes.lastAt, new Date(now.getTime() - DAYS * 86_400_000)),
      ),
    )
    .orderBy(desc(unknownCodes.lastAt), unknownCodes.gatewayId, unknownCodes.code)
    .limit(1_000);
  // A table that knows the code since then, however it writes it.
  const open = found.filter(({ unknown, errors }) => reasonOfCode(errors as never, unknown.code) === null);
  return open.slice(0, MOST).map(({ unknown: { accountId: _, ...code }, gateway }) => ({ ...code, gateway }));
}
