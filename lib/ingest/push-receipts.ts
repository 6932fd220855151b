import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { clientReferences, gateways } from "@/db/schema";
import type { PushedReceipt } from "@/lib/api/receipts-request";
import { demand, type Scope } from "@/lib/auth/scope";
import { invalid } from "@/lib/errors";
import { FAILED } from "@/lib/messages/status";
import { noteHeard } from "./heard";
import { type Received, recordReceipts } from "./record-receipts";

/** `unknown`: your references of which there is no message; nothing of them was kept. */
export type Pushed = { recorded: number; repeated: number; parked: number; unknown: string[] };

/**
 * Records what a program reports of messages, by the same rule as what gateways say. What names a message by our id or
 * by a gateway's name and does not find it waits for it, like any early receipt.
 *
 * @throws AppError invalid, when a gateway is not the account's; then nothing is recorded.
 */
export async function pushReceipts(scope: Scope, pushed: readonly PushedReceipt[], now: Date): Promise<Pushed> {
  demand(scope, "receipts");
  await checkGateways(scope, pushed);
  const ids = await idsOf(scope, pushed);
  const unknown: string[] = [];
  const received = pushed.flatMap((each): Received[] => {
    const reference = each.id ?? each.gatewayReference ?? ids.get(each.reference!);
    if (reference === undefined) {
      unknown.push(each.reference!);
      return [];
    }
    return [receivedOf(each, reference, now)];
  });
  const counts = await recordReceipts(scope, received);
  for (const { gatewayId } of received) if (gatewayId > 0) noteHeard(scope, gatewayId, now);
  return { ...counts, unknown: [...new Set(unknown)] };
}

function receivedOf({ gateway, given, ...said }: PushedReceipt, reference: string, now: Date): Received {
  const { key, part, status, code = null, at, text = "" } = said;
  const reason = FAILED.some((each) => each === status) ? (said.reason ?? "unknown") : null;
  const occurredAt = at === undefined ? now : new Date(at);
  return {
    gatewayId: gateway ?? 0,
    receipt: { reference, key, part, meaning: status, refusal: false, code, reason, occurredAt, text },
    raw: `POST /api/v1/receipts\n\n${JSON.stringify(given)}`,
    receivedAt: now,
  };
}

const gatewaysOf = (pushed: readonly PushedReceipt[]) => [
  ...new Set(pushed.map(({ gateway }) => gateway).filter((id) => id !== undefined)),
];

async function checkGateways(scope: Scope, pushed: readonly PushedReceipt[]): Promise<void> {
  const asked = gatewaysOf(pushed);
  if (asked.length === 0) return;
  const own = await db
    .select({ id: gateways.id })
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), sql`${gateways.id} = any(${sql.param(asked)}::int[])`));
  const strange = asked.filter((id) => !own.some((each) => each.id === id));
  if (strange.length > 0) throw invalid(`The account has no gateway ${strange.join(", ")}.`);
}

/** Our ids of the messages that the client named in his own way. */
async function idsOf(scope: Scope, pushed: readonly PushedReceipt[]): Promise<Map<string, string>> {
  const asked = [...new Set(pushed.map(({ reference }) => reference).filter((each) => each !== undefined))];
  if (asked.length === 0) return new Map();
  const { reference, id } = clientReferences;
  const found = await db
    .select({ reference, id })
    .from(clientReferences)
    .where(and(eq(clientReferences.accountId, scope.accountId), sql`${reference} = any(${sql.param(asked)}::text[])`));
  return new Map(found.map((row) => [row.reference, row.id]));
}
