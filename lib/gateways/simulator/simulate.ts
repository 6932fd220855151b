import { and, asc, eq, lte, min, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom, unnest } from "@/db/bulk";
import { messages, outbox, simulatedReceipts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { recordWithin } from "@/lib/ingest/record-receipts";
import { sameMessage } from "@/lib/messages/change";
import { requestTask } from "../alone";
import type { Gateway } from "../choose-gateway";
import type { Receipt } from "../gateway";
import { noteHandedOver } from "../hand-over";
import { plan, simulatorConfig } from "./network";

const BATCH = 1_000;

/** Takes what waits for the simulated network and plans what that network will say. */
export async function simulate(scope: Scope, gateway: Gateway, now: Date): Promise<void> {
  const config = simulatorConfig.parse(gateway.config);
  let taken = 0;
  do {
    taken = await db.transaction(async (tx) => {
      const due = await tx
        .select({
          sentAt: messages.sentAt,
          id: messages.id,
          msisdn: messages.msisdn,
          country: messages.country,
          segments: messages.segments,
        })
        .from(outbox)
        .innerJoin(messages, sameMessage(outbox))
        .where(and(eq(outbox.accountId, scope.accountId), eq(outbox.gatewayId, gateway.id), lte(outbox.dueAt, now)))
        .orderBy(asc(outbox.dueAt), asc(outbox.id))
        .limit(BATCH)
        .for("update", { of: outbox, skipLocked: true });
      if (due.length === 0) return 0;
      const planned = due.flatMap((message) =>
        plan(message, config).map(({ afterMs, receipt }) => ({
          accountId: scope.accountId,
          dueAt: new Date(now.getTime() + afterMs),
          gatewayId: gateway.id,
          key: `${receipt.reference}:${receipt.key}`,
          reference: receipt.reference,
          receipt,
        })),
      );
      const columns = ["accountId", "dueAt", "gatewayId", "key", "reference", "receipt"] as const;
      await tx.execute(insertFrom(simulatedReceipts, columns, planned));
      await tx
        .delete(outbox)
        .where(
          and(
            eq(outbox.accountId, scope.accountId),
            sql`(${outbox.sentAt}, ${outbox.id}) in (select * from ${unnest(outbox, ["sentAt", "id"], due)})`,
          ),
        );
      await noteHandedOver(tx, scope, gateway.id, due, now);
      await requestReceipts(tx, scope, gateway.id);
      return due.length;
    });
  } while (taken === BATCH);
}

/** Sends the receipts that are due, and asks to be called again for the next one. */
export async function sendSimulatedReceipts(scope: Scope, gatewayId: number, clock: () => Date): Promise<void> {
  let sent = 0;
  do {
    sent = await db.transaction(async (tx) => {
      const now = clock();
      const due = await tx
        .select()
        .from(simulatedReceipts)
        .where(and(ofGateway(scope, gatewayId), lte(simulatedReceipts.dueAt, now)))
        .orderBy(asc(simulatedReceipts.dueAt), asc(simulatedReceipts.key))
        .limit(BATCH)
        .for("update", { skipLocked: true });
      if (due.length > 0) {
        const keys = unnest(simulatedReceipts, ["dueAt", "key"], due);
        await tx
          .delete(simulatedReceipts)
          .where(
            and(
              ofGateway(scope, gatewayId),
              sql`(${simulatedReceipts.dueAt}, ${simulatedReceipts.key}) in (select * from ${keys})`,
            ),
          );
        const received = due.map(({ receipt }) => {
          const said = receipt as Receipt;
          return { gatewayId, receipt: said, raw: `SIMULATED ${said.text}`, receivedAt: now };
        });
        await recordWithin(tx, scope, received);
      }
      if (due.length < BATCH) await requestReceipts(tx, scope, gatewayId);
      return due.length;
    });
  } while (sent === BATCH);
}

const ofGateway = (scope: Scope, gatewayId: number) =>
  and(eq(simulatedReceipts.accountId, scope.accountId), eq(simulatedReceipts.gatewayId, gatewayId));

/** One job a simulated network, at the time of its next receipt. */
async function requestReceipts(tx: Transaction, scope: Scope, gatewayId: number): Promise<void> {
  const [next] = await tx
    .select({ at: min(simulatedReceipts.dueAt) })
    .from(simulatedReceipts)
    .where(ofGateway(scope, gatewayId));
  if (!next?.at) return;
  await requestTask(tx, "simulate", scope, gatewayId, next.at);
}
