import { db } from "@/db";
import { outbox } from "@/db/schema";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { requestTask } from "./alone";

/** After a start: asks again for whatever still waits, in case the job for it was lost or given up. */
export async function resumeDispatches(): Promise<void> {
  const waiting = await db.selectDistinct({ accountId: outbox.accountId, gatewayId: outbox.gatewayId }).from(outbox);
  for (const { accountId, gatewayId } of waiting) {
    const scope = await scopeOfWorker(accountId);
    await db.transaction((tx) => requestTask(tx, "dispatch", scope, gatewayId));
  }
}
