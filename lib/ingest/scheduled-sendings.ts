import { and, asc, eq, lte, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { apiKeys, scheduledSendings, users } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, invalid } from "@/lib/errors";
import { instantOf, uuid7s } from "@/lib/messages/uuid7";
import { acceptWithin, checkSending, newSubid } from "./accept-messages";
import type { Sending } from "./sending";

const MOST_WAITING = 1_000;
export const LONGEST_DAYS = 365;

export type Scheduled = {
  id: string;
  subid: string;
  dueAt: Date;
  messages: number;
  createdAt: Date;
  label: string | null;
  sender: string | null;
  /** Of its first message, as it was written. */
  text: string;
  /** The person, or the name of the program's key; null: removed since, or somebody at the terminal. */
  by: string | null;
};

/**
 * Keeps a sending for its time. It is checked now, as far as it can be without its time having come; none of its
 * messages exists before, so nothing of it is counted.
 *
 * @throws AppError invalid, when it could not be accepted now either, or its time is past or more than a year away.
 */
export async function schedule(scope: Scope, sending: Sending, dueAt: Date, now: Date): Promise<{ subid: string }> {
  const subid = sending.subid ?? newSubid();
  await scheduleAll(scope, subid, [sending], dueAt, now);
  return { subid };
}

/** Several sendings under one subid, all of them or none. @throws as `schedule`. */
export async function scheduleAll(
  scope: Scope,
  subid: string,
  sendings: readonly Sending[],
  dueAt: Date,
  now: Date,
): Promise<void> {
  demand(scope, "send");
  if (dueAt <= now) throw invalid("The time of the sending is past.");
  if (dueAt.getTime() > now.getTime() + LONGEST_DAYS * 86_400_000) throw invalid("At most a year ahead.");
  for (const sending of sendings) checkSending(scope, sending, now);
  const waiting = await db.$count(scheduledSendings, eq(scheduledSendings.accountId, scope.accountId));
  if (waiting + sendings.length > MOST_WAITING)
    throw new AppError("too-many", `At most ${MOST_WAITING} sendings can wait.`);
  const { actor } = scope;
  const by = {
    userId: actor.kind === "user" ? actor.userId : null,
    keyId: actor.kind === "key" ? actor.keyId : null,
  };
  const ids = uuid7s(now, sendings.length);
  await db.transaction(async (tx) => {
    for (const [i, sending] of sendings.entries()) {
      const row = { accountId: scope.accountId, dueAt, id: ids[i]!, subid, createdAt: now, ...by };
      await tx
        .insert(scheduledSendings)
        .values({ ...row, sending: { ...sending, subid }, messages: sending.messages.length });
    }
    await tx.execute(sql`
      select graphile_worker.add_job('scheduled', ${JSON.stringify({ accountId: scope.accountId })}::json,
        run_at => ${dueAt.toISOString()}::timestamptz)`);
  });
}

/** What waits, soonest first. */
export async function listScheduled(scope: Scope): Promise<Scheduled[]> {
  demand(scope, "read");
  const { id, subid, dueAt, messages, createdAt, sending } = scheduledSendings;
  const first = sql`${sending}->'messages'->0`;
  return db
    .select({
      ...{ id, subid, dueAt, messages, createdAt },
      label: sql<string | null>`${sending}->>'label'`,
      sender: sql<string | null>`${first}->>'sender'`,
      text: sql<string>`${first}->>'text'`,
      by: sql<string | null>`coalesce(${users.name}, ${apiKeys.name})`,
    })
    .from(scheduledSendings)
    .leftJoin(users, and(eq(users.id, scheduledSendings.userId), eq(users.accountId, scope.accountId)))
    .leftJoin(apiKeys, and(eq(apiKeys.id, scheduledSendings.keyId), eq(apiKeys.accountId, scope.accountId)))
    .where(eq(scheduledSendings.accountId, scope.accountId))
    .orderBy(asc(scheduledSendings.dueAt), asc(scheduledSendings.id))
    .limit(MOST_WAITING);
}

/** Gives up what waits under a subid. @returns how many sendings. */
export async function cancelScheduled(scope: Scope, subid: string): Promise<number> {
  demand(scope, "send");
  const gone = await db
    .delete(scheduledSendings)
    .where(and(eq(scheduledSendings.accountId, scope.accountId), eq(scheduledSendings.subid, subid)))
    .returning({ id: scheduledSendings.id });
  return gone.length;
}

/**
 * Sends what waits under a subid at once. @returns how many sendings.
 * @throws AppError no-credit, when the balance does not cover one; it goes on waiting for its time.
 */
export async function sendScheduled(scope: Scope, subid: string, now: Date): Promise<number> {
  demand(scope, "send");
  return release(scope, eq(scheduledSendings.subid, subid), (tx, sending) => acceptWithin(tx, scope, sending, now));
}

/** Gives up one of those that wait. @throws AppError not-found, also when it has gone out meanwhile. */
export async function cancelOne(scope: Scope, id: string): Promise<void> {
  demand(scope, "send");
  const mine = and(eq(scheduledSendings.accountId, scope.accountId), eq(scheduledSendings.id, knownId(id)));
  if ((await db.delete(scheduledSendings).where(mine)).rowCount === 0) throw gone();
}

/**
 * Sends one of those that wait at once.
 * @throws AppError not-found, also when it has gone out meanwhile; no-credit, and then it goes on waiting.
 */
export async function sendOne(scope: Scope, id: string, now: Date): Promise<void> {
  demand(scope, "send");
  const which = eq(scheduledSendings.id, knownId(id));
  const sent = await release(scope, which, (tx, sending) => acceptWithin(tx, scope, sending, now));
  if (sent === 0) throw gone();
}

const gone = () => new AppError("not-found", "Scheduled sending not found", "sending-gone");

function knownId(id: string): string {
  if (!instantOf(id)) throw gone();
  return id;
}

/**
 * Sends what is due; called by the worker at the time of each. Nobody is there to be told that the balance does not
 * cover a sending, and later would be another time: its messages are recorded as Rejected with the reason `no_credit`.
 *
 * @returns how many sendings.
 * @throws AggregateError, when some cannot be accepted any more (our address has become longer, and so its short links):
 *   they go on waiting, and hold up no other.
 */
export async function sendDue(scope: Scope, now: Date): Promise<number> {
  const due = await db
    .select({ id: scheduledSendings.id })
    .from(scheduledSendings)
    .where(and(eq(scheduledSendings.accountId, scope.accountId), lte(scheduledSendings.dueAt, now)))
    .orderBy(asc(scheduledSendings.dueAt), asc(scheduledSendings.id));
  const errors: unknown[] = [];
  let sent = 0;
  for (const { id } of due)
    try {
      sent += await release(scope, eq(scheduledSendings.id, id), acceptDue(scope, now));
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${due.length} sendings failed`);
  return sent;
}

const acceptDue =
  (scope: Scope, now: Date): Accept =>
  async (tx, sending) => {
    try {
      return await tx.transaction((inner) => acceptWithin(inner, scope, sending, now));
    } catch (error) {
      if (error instanceof AppError && error.outcome === "no-credit")
        return acceptWithin(tx, scope, sending, now, "no_credit");
      throw error;
    }
  };

type Accept = (tx: Transaction, sending: Sending) => Promise<unknown>;

/** Taken out and accepted in one transaction: a sending goes once, whoever asks at the same moment. */
async function release(scope: Scope, which: ReturnType<typeof eq>, accept: Accept): Promise<number> {
  for (let released = 0; ; released++) {
    const more = await db.transaction(async (tx) => {
      const [next] = await tx
        .select()
        .from(scheduledSendings)
        .where(and(eq(scheduledSendings.accountId, scope.accountId), which))
        .orderBy(asc(scheduledSendings.dueAt), asc(scheduledSendings.id))
        .limit(1)
        .for("update", { skipLocked: true });
      if (!next) return false;
      await tx
        .delete(scheduledSendings)
        .where(
          and(
            eq(scheduledSendings.accountId, scope.accountId),
            eq(scheduledSendings.dueAt, next.dueAt),
            eq(scheduledSendings.id, next.id),
          ),
        );
      await accept(tx, next.sending as Sending);
      return true;
    });
    if (!more) return released;
  }
}
