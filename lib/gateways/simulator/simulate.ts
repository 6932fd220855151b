import { and, asc, eq, lte, min, type SQL, sql } from "drizzle-orm";
import { type Database, db, type Transaction } from "@/db";
import { insertFrom, unnest } from "@/db/bulk";
import { messages, outbox, simulatedReceipts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { recordClicks } from "@/lib/clicks/record";
import { registerReferences } from "@/lib/ingest/parked-receipts";
import { recordWithin } from "@/lib/ingest/record-receipts";
import { sameMessage } from "@/lib/messages/change";
import { requestTask } from "../alone";
import type { Gateway } from "../choose-gateway";
import type { Receipt } from "../gateway";
import { noteHandedOver } from "../hand-over";
import { plan, type Simulated, type SimulatorConfig, simulatorConfig } from "./network";
import { type PlannedVisit, planVisits } from "./visitors";

const BATCH = 1_000;
const DAY_MS = 86_400_000;

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
          operator: messages.operator,
          segments: messages.segments,
          validUntil: messages.validUntil,
        })
        .from(outbox)
        .innerJoin(messages, sameMessage(outbox))
        .where(and(eq(outbox.accountId, scope.accountId), eq(outbox.gatewayId, gateway.id), lte(outbox.dueAt, now)))
        .orderBy(asc(outbox.dueAt), asc(outbox.id))
        .limit(BATCH)
        .for("update", { of: outbox, skipLocked: true });
      if (due.length === 0) return 0;
      const codes = await codesOf(tx, scope, due);
      const fates = due.map((message) => fateOf(message, codes.get(message.id), config, now));
      const rows = fates.flatMap(({ coming }) =>
        coming.map(({ afterMs, key, reference, receipt }) => ({
          ...{ accountId: scope.accountId, gatewayId: gateway.id, key, reference, receipt },
          dueAt: new Date(now.getTime() + afterMs),
        })),
      );
      const columns = ["accountId", "dueAt", "gatewayId", "key", "reference", "receipt"] as const;
      await tx.execute(insertFrom(simulatedReceipts, columns, rows));
      await tx
        .delete(outbox)
        .where(
          and(
            eq(outbox.accountId, scope.accountId),
            sql`(${outbox.sentAt}, ${outbox.id}) in (select * from ${unnest(outbox, ["sentAt", "id"], due)})`,
          ),
        );
      const early = fates.flatMap(({ early }) => early);
      await recordWithin(
        tx,
        scope,
        early.map(({ receipt }) => receivedFrom(gateway.id, receipt, now)),
      );
      await noteHandedOver(tx, scope, gateway.id, due, now);
      const names = new Map(early.map(({ receipt: { reference }, sentAt, id }) => [reference, { sentAt, id }]));
      await registerReferences(
        tx,
        scope,
        [...names].map(([reference, message]) => ({ gatewayId: gateway.id, reference, ...message })),
      );
      await requestNext(tx, scope, gateway.id);
      return due.length;
    });
  } while (taken === BATCH);
}

type Due = Omit<Simulated, "validityMs"> & { sentAt: Date; validUntil: Date | null };

/** Everything that is to come of a message, and what had come before its hand-over was noted. */
function fateOf(message: Due, code: string | undefined, config: SimulatorConfig, now: Date) {
  const simulated = {
    ...message,
    validityMs: message.validUntil ? message.validUntil.getTime() - now.getTime() : DAY_MS,
  };
  const said = plan(simulated, config);
  const visits = code ? planVisits(simulated, code, said, config) : [];
  const { id, sentAt } = message;
  return {
    early: said
      .filter(({ early }) => early)
      .map(({ receipt }) => ({ sentAt, id, receipt: { ...receipt, reference: `SIM-${id}` } })),
    coming: [
      ...said
        .filter(({ early }) => !early)
        .map(({ afterMs, receipt }) => ({ afterMs, key: `${id}:${receipt.key}`, reference: id, receipt })),
      ...visits.map(({ afterMs, visit }, i) => ({
        afterMs,
        key: `${id}:visit:${i}`,
        reference: id,
        receipt: { visit },
      })),
    ],
  };
}

/** The first link of each message that has one. */
async function codesOf(tx: Transaction, scope: Scope, due: readonly Due[]): Promise<Map<string, string>> {
  const { rows } = await tx.execute<{ message_id: string; code: string }>(sql`
    select l.message_id, min(l.code) as code from ${unnest(messages, ["sentAt", "id"], due)} as given (sent_at, id)
      join links l on l.message_id = given.id and l.account_id = ${scope.accountId} and l.sent_at = given.sent_at
    group by l.message_id`);
  return new Map(rows.map(({ message_id, code }) => [message_id, code]));
}

/** Sends the receipts that are due, follows links whose time has come, and asks to be called again for what is next. */
export async function sendSimulatedReceipts(scope: Scope, gatewayId: number, clock: () => Date): Promise<void> {
  while ((await sendReceipts(scope, gatewayId, clock())) === BATCH);
  while ((await followLinks(scope, gatewayId, clock())) === BATCH);
  await requestNext(db, scope, gatewayId);
}

async function sendReceipts(scope: Scope, gatewayId: number, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await dueOf(tx, scope, gatewayId, now, sql`not jsonb_exists(receipt, 'visit')`).for("update", {
      skipLocked: true,
    });
    if (due.length === 0) return 0;
    await tx.delete(simulatedReceipts).where(among(scope, gatewayId, due));
    const received = due.map(({ receipt }) => receivedFrom(gatewayId, receipt as Receipt, now));
    await recordWithin(tx, scope, received);
    return due.length;
  });
}

/** A visit is recorded once, so it is taken away after that: a transaction of its own holds no message locked meanwhile. */
async function followLinks(scope: Scope, gatewayId: number, now: Date): Promise<number> {
  const due = await dueOf(db, scope, gatewayId, now, sql`jsonb_exists(receipt, 'visit')`);
  if (due.length === 0) return 0;
  const visits = due.map(({ receipt, dueAt }) => {
    const { visit } = receipt as Pick<PlannedVisit, "visit">;
    return { ...visit, at: dueAt, prefetch: false };
  });
  await recordClicks(scope, visits);
  await db.delete(simulatedReceipts).where(among(scope, gatewayId, due));
  return due.length;
}

const dueOf = (on: Database | Transaction, scope: Scope, gatewayId: number, now: Date, which: SQL) =>
  on
    .select()
    .from(simulatedReceipts)
    .where(and(ofGateway(scope, gatewayId), lte(simulatedReceipts.dueAt, now), which))
    .orderBy(asc(simulatedReceipts.dueAt), asc(simulatedReceipts.key))
    .limit(BATCH);

const among = (scope: Scope, gatewayId: number, due: readonly { dueAt: Date; key: string }[]) =>
  and(
    ofGateway(scope, gatewayId),
    sql`(${simulatedReceipts.dueAt}, ${simulatedReceipts.key}) in
      (select * from ${unnest(simulatedReceipts, ["dueAt", "key"], due)})`,
  );

const ofGateway = (scope: Scope, gatewayId: number) =>
  and(eq(simulatedReceipts.accountId, scope.accountId), eq(simulatedReceipts.gatewayId, gatewayId));

const receivedFrom = (gatewayId: number, receipt: Receipt, receivedAt: Date) => ({
  ...{ gatewayId, receipt, receivedAt },
  raw: `SIMULATED ${receipt.text}`,
});

/** One job a simulated network, at the time of what it does next. */
async function requestNext(on: Database | Transaction, scope: Scope, gatewayId: number): Promise<void> {
  const [next] = await on
    .select({ at: min(simulatedReceipts.dueAt) })
    .from(simulatedReceipts)
    .where(ofGateway(scope, gatewayId));
  if (!next?.at) return;
  await requestTask(on, "simulate", scope, gatewayId, next.at);
}
