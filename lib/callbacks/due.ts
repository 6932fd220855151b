import { createHmac } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, callbacks } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { type Called, call, type Surroundings } from "./call";
import type { Hosts } from "./hosts";
import type { CallbackState, CallFault } from "./words";

const BATCH = 40;
/** How long others of the account, and other accounts, may be kept waiting. */
const TURN_MS = 20_000;
/** A call that could not begin by then is given back. */
const PATIENCE_MS = 30_000;
/** Longer than patience and a call together: what is claimed for longer belonged to a process that was killed. */
export const CLAIM_MS = 60_000;
/** Minutes from one try to the next: the last is a day after the first. */
const BACK_OFF_MINUTES = [1, 5, 30, 120, 480, 804];
export const MOST_ATTEMPTS = BACK_OFF_MINUTES.length + 1;

export type Calling = { around: Surroundings; hosts: Hosts; clock: () => Date; stopping: AbortSignal };

/**
 * Calls what is due for an account: of each message and kind the oldest that is not done, so that a client hears of a
 * message in the order in which things happened. A claim is committed before the call: after a kill its row is due
 * again a minute later, so a call can be repeated but not lost.
 *
 * @returns whether there is more to do at once.
 */
export async function callDue(scope: Scope, calling: Calling): Promise<boolean> {
  const { clock, stopping } = calling;
  const begun = clock().getTime();
  const secret = await secretOf(scope);
  while (!stopping.aborted) {
    if (clock().getTime() - begun > TURN_MS) return true;
    const batch = await claim(scope, clock());
    if (batch.length === 0) return false;
    await Promise.all(batch.map((each) => callOne(scope, each, secret, calling)));
  }
  return false;
}

type Claimed = { id: number; url: string; kind: string; messageId: string; attempts: number; claimedAt: Date };

async function claim(scope: Scope, now: Date): Promise<Claimed[]> {
  const { rows } = await db.execute<Omit<Claimed, "claimedAt">>(sql`
    update callbacks set attempts = least(attempts + 1, 1000), tried_at = ${now.toISOString()},
      due_at = ${new Date(now.getTime() + CLAIM_MS).toISOString()}
    where account_id = ${scope.accountId} and id in (
      select id from callbacks as next
      where account_id = ${scope.accountId} and state = 'waiting' and due_at <= ${now.toISOString()}
        and not exists (
          select 1 from callbacks as former
          where former.account_id = ${scope.accountId} and former.message_id = next.message_id
            and former.kind = next.kind and former.state = 'waiting' and former.id < next.id)
      order by due_at, id limit ${BATCH} for update skip locked)
    returning id, url, kind, message_id as "messageId", attempts`);
  return rows.map((row) => ({ ...row, claimedAt: now }));
}

async function callOne(scope: Scope, claimed: Claimed, secret: string | null, calling: Calling): Promise<void> {
  const { around, hosts, clock } = calling;
  const late = () => calling.stopping.aborted || clock().getTime() - claimed.claimedAt.getTime() > PATIENCE_MS;
  const called = await hosts.visit(
    hostOf(claimed.url),
    async () => (late() ? "late" : call(claimed.url, headersOf(claimed, secret), around)),
    (result) => result === "late" || result.done || !SILENT.includes(result.fault),
  );
  if (called === "late") return giveBack(scope, claimed);
  await settle(scope, claimed, called ?? AWAY, clock());
}

/** The host did not answer at all. */
const SILENT: readonly CallFault[] = ["connection", "dns", "tls", "timeout"];

const AWAY: Called = { done: false, fault: "away", status: null, excerpt: "" };

/** Not begun, so not tried. */
async function giveBack(scope: Scope, claimed: Claimed): Promise<void> {
  const before = { dueAt: claimed.claimedAt, attempts: claimed.attempts - 1 };
  await db.update(callbacks).set(before).where(stillOurs(scope, claimed));
}

async function settle(scope: Scope, claimed: Claimed, called: Called, now: Date): Promise<void> {
  const wait = BACK_OFF_MINUTES[claimed.attempts - 1];
  const state: CallbackState = called.done
    ? "done"
    : called.fault === "address"
      ? "refused"
      : wait === undefined
        ? "failed"
        : "waiting";
  const dueAt = new Date(now.getTime() + (state === "waiting" ? wait! * 60_000 : 0));
  const error = called.done ? null : called.fault;
  const settled = await db
    .update(callbacks)
    .set({ state, status: called.status, error, dueAt })
    .where(stillOurs(scope, claimed));
  if (state !== "waiting" || settled.rowCount === 0) return;
  // Those behind it wait as long, instead of being looked at again and again.
  await db.execute(sql`
    update callbacks set due_at = ${dueAt.toISOString()}
    where account_id = ${scope.accountId} and message_id = ${claimed.messageId} and kind = ${claimed.kind}
      and state = 'waiting' and id > ${claimed.id} and due_at < ${dueAt.toISOString()}`);
}

/** Nobody claimed it since: after a pause longer than the claim another process may have called it. */
const stillOurs = (scope: Scope, { id, attempts }: Claimed) =>
  and(
    eq(callbacks.accountId, scope.accountId),
    eq(callbacks.id, id),
    eq(callbacks.state, "waiting"),
    eq(callbacks.attempts, attempts),
  );

async function secretOf(scope: Scope): Promise<string | null> {
  const [row] = await db
    .select({ secret: accounts.callbackSecret })
    .from(accounts)
    .where(eq(accounts.id, scope.accountId));
  return row?.secret ?? null;
}

/** The message's id, which the LabsMobile format has no parameter for, and the signature of the query string. */
export function headersOf({ url, messageId }: Pick<Claimed, "url" | "messageId">, secret: string | null) {
  const headers: Record<string, string> = { "x-message-id": messageId };
  if (secret !== null) headers["x-signature"] = `sha256=${signatureOf(url, secret)}`;
  return headers;
}

/** HMAC-SHA-256 of the query string, as it is sent, without the question mark. */
export const signatureOf = (url: string, secret: string): string =>
  createHmac("sha256", secret).update(new URL(url).search.slice(1)).digest("hex");

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");
