import { eq } from "drizzle-orm";
import { db } from "@/db";
import { outbox, simulatedReceipts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { type GatewayTask, requestTask } from "./alone";

const WAITING = { dispatch: outbox, simulate: simulatedReceipts } as const satisfies Record<GatewayTask, unknown>;

/** Asks for the hand-over of what an account's messages wait for: it may send again. */
export async function resumeDispatch(scope: Scope): Promise<void> {
  const mine = eq(outbox.accountId, scope.accountId);
  const waiting = await db.selectDistinct({ gatewayId: outbox.gatewayId }).from(outbox).where(mine);
  for (const { gatewayId } of waiting) await requestTask(db, "dispatch", scope, gatewayId);
}

/** After a start: asks again for whatever still waits, because the job of a killed process stays locked for hours. */
export async function resumeTasks(): Promise<void> {
  for (const [task, table] of Object.entries(WAITING) as [GatewayTask, typeof outbox][]) {
    const waiting = await db.selectDistinct({ accountId: table.accountId, gatewayId: table.gatewayId }).from(table);
    for (const { accountId, gatewayId } of waiting)
      await requestTask(db, task, await scopeOfWorker(accountId), gatewayId);
  }
}
