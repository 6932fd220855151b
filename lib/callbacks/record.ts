import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { callbacks } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Change, Message } from "@/lib/messages/change";
import { ackOfChange, ackParameters } from "./ack";
import { withParameters } from "./address";
import { anyWanted, urlsOf } from "./targets";
import type { CallbackKind } from "./words";

/** A fact somebody may want to hear of, and what the call about it says. */
export type Fact = { message: Message; at: Date; parameters: Readonly<Record<string, string>> };

/** Callbacks about what became of messages: a consequence of the one door. */
export async function recordAcks(tx: Transaction, scope: Scope, changes: readonly Change[]): Promise<void> {
  const told = changes.flatMap((change): Fact[] => {
    const word = anyWanted(scope, "ack", [change.after]) ? ackOfChange(change) : null;
    const { after } = change;
    return word ? [{ message: after, at: after.updatedAt, parameters: ackParameters(word, after) }] : [];
  });
  await recordCallbacks(tx, scope, "ack", told);
}

/**
 * Writes the calls about facts, to wherever their messages' clients want them, and asks the worker for them: in the
 * transaction of the facts, so that none is called that did not happen and none that did is forgotten. Facts of one
 * message come in their order.
 */
export async function recordCallbacks(
  tx: Transaction,
  scope: Scope,
  kind: CallbackKind,
  facts: readonly Fact[],
): Promise<void> {
  if (facts.length === 0) return;
  const urls = await urlsOf(
    tx,
    scope,
    kind,
    facts.map(({ message }) => message),
  );
  const rows = facts.flatMap(({ message, at, parameters }, index) => {
    const url = urls[index];
    if (!url) return [];
    const { accountId, sentAt, id: messageId } = message;
    const times = { createdAt: at, dueAt: at };
    return [{ accountId, sentAt, messageId, kind, url: withParameters(url, parameters), ...times }];
  });
  if (rows.length === 0) return;
  const columns = ["accountId", "sentAt", "messageId", "kind", "url", "dueAt", "createdAt"] as const;
  await tx.execute(insertFrom(callbacks, columns, rows));
  await requestCalls(tx, scope);
}

/**
 * Wakes the worker. Without a job key: its row would be a lock that all transactions of the account wait for. The job
 * does nothing but wake, so many of them are cheap; and one that is lost is made good within a minute (`callDueOfAll`).
 */
export async function requestCalls(on: Pick<Transaction, "execute">, scope: Scope, at?: Date): Promise<void> {
  await on.execute(sql`
    select graphile_worker.add_job('callbacks', ${JSON.stringify({ accountId: scope.accountId })}::json,
      run_at => ${at?.toISOString() ?? null}::timestamptz, max_attempts => 1)`);
}
