import { db } from "@/db";
import { outbox, simulatedReceipts } from "@/db/schema";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { type GatewayTask, requestTask } from "./alone";

const WAITING = { dispatch: outbox, simulate: simulatedReceipts } as const satisfies Record<GatewayTask, unknown>;

/** After a start: asks again for whatever still waits, because the job of a killed process stays locked for hours. */
export async function resumeTasks(): Promise<void> {
  for (const [task, table] of Object.entries(WAITING) as [GatewayTask, typeof outbox][]) {
    const waiting = await db.selectDistinct({ accountId: table.accountId, gatewayId: table.gatewayId }).from(table);
    for (const { accountId, gatewayId } of waiting)
      await requestTask(db, task, await scopeOfWorker(accountId), gatewayId);
  }
}
