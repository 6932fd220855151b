import { randomBytes } from "node:crypto";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { accounts, callbacks } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { invalid, notFound } from "@/lib/errors";
import { readFields } from "@/lib/fields";
import { readCallbackUrl, utcSecond, withParameters } from "./address";
import { type Called, call, type Surroundings } from "./call";
import { CLAIM_MS, headersOf } from "./due";
import { requestCalls } from "./record";
import type { CallbackKind } from "./words";

const url = z
  .string()
  .trim()
  .transform((text, context) => {
    if (text === "") return null;
    const read = readCallbackUrl(text);
    if (read === null) context.addIssue({ code: "custom", message: "not-an-address" });
    return read;
  });
const settings = z.object({ ackUrl: url, clickUrl: url, callbackRobots: z.boolean() });

/** Counts for what becomes of messages from now on. @throws FieldError (ackUrl, clickUrl). */
export async function updateCallbacks(
  scope: Scope,
  given: { ackUrl: string; clickUrl: string; callbackRobots: boolean },
): Promise<void> {
  demand(scope, "manage");
  const read = readFields(settings, given);
  await db.transaction(async (tx) => {
    await tx.update(accounts).set(read).where(eq(accounts.id, scope.accountId));
    await logFor(tx, scope, "callbacks-changed", read);
  });
}

/** Signs calls from now on with a new secret. @returns it: whoever is called needs it to check them. */
export async function signCallbacks(scope: Scope): Promise<string> {
  demand(scope, "manage");
  const callbackSecret = randomBytes(24).toString("base64url");
  await setSecret(scope, callbackSecret);
  return callbackSecret;
}

export async function unsignCallbacks(scope: Scope): Promise<void> {
  demand(scope, "manage");
  await setSecret(scope, null);
}

const setSecret = (scope: Scope, callbackSecret: string | null) =>
  db.transaction(async (tx) => {
    await tx.update(accounts).set({ callbackSecret }).where(eq(accounts.id, scope.accountId));
    await logFor(tx, scope, "callbacks-changed", { signed: callbackSecret !== null });
  });

const VISIT = { ip: "203.0.113.0", useragent: "Acuse", lang: "es-ES", clicks: "1", bot: "0" };
const MESSAGE = "00000000-0000-7000-8000-000000000000";

/**
 * Calls the account's own address with sample data, as a real call would be.
 * @returns what was called, and what came of it.
 * @throws AppError invalid (key `no-callback-address`).
 */
export async function tryCallback(
  scope: Scope,
  kind: CallbackKind,
  now: Date,
  around: Surroundings,
): Promise<Called & { url: string }> {
  demand(scope, "manage");
  const [account] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
  const address = kind === "ack" ? account?.ackUrl : account?.clickUrl;
  if (!account || !address) throw invalid("There is no address to call.", "no-callback-address");
  const [subid, msisdn, timestamp] = ["test", "34600111222", utcSecond(now)];
  const parameters: Record<string, string> =
    kind === "ack"
      ? { acklevel: "handset", msisdn, status: "ok", desc: "DELIVRD", subid, timestamp }
      : { type: "click", subid, msisdn, url: "https://shop.example/", timestamp, ...VISIT };
  const url = withParameters(address, parameters);
  return { url, ...(await call(url, headersOf({ url, messageId: MESSAGE }, account.callbackSecret), around)) };
}

/** Calls once more what is no longer tried, or was done. @throws AppError not-found. */
export async function replayCallback(scope: Scope, id: number, now: Date): Promise<void> {
  demand(scope, "manage");
  await db.transaction(async (tx) => {
    const again = await tx
      .update(callbacks)
      .set({ ...ANEW, dueAt: now })
      .where(and(eq(callbacks.accountId, scope.accountId), eq(callbacks.id, id), ne(callbacks.state, "waiting")));
    if (again.rowCount === 0) throw notFound("Callback");
    await requestCalls(tx, scope);
  });
}

const ANEW = { state: "waiting", attempts: 0, status: null, error: null } as const;

/** More than these in one go would hold up others; the button is still there. */
const MOST_REPLAYED = 10_000;

/** Calls once more all that were given up or refused, the oldest first. @returns how many. */
export async function replayFailed(scope: Scope, now: Date): Promise<number> {
  demand(scope, "manage");
  return db.transaction((tx) =>
    wake(tx, scope, inArray(callbacks.state, ["failed", "refused"]), { ...ANEW, dueAt: now }),
  );
}

/** Does not wait for the next try of what failed before: whoever was called is there again. @returns how many. */
export async function hurryWaiting(scope: Scope, now: Date): Promise<number> {
  demand(scope, "manage");
  const dueAt = now.toISOString();
  // What was begun within the last minute may be under way just now.
  const begun = new Date(now.getTime() - CLAIM_MS).toISOString();
  const put = and(
    eq(callbacks.state, "waiting"),
    sql`${callbacks.dueAt} > ${dueAt} and (${callbacks.triedAt} is null or ${callbacks.triedAt} < ${begun})`,
  );
  return db.transaction((tx) => wake(tx, scope, put, { dueAt: now }));
}

async function wake(
  tx: Transaction,
  scope: Scope,
  which: ReturnType<typeof and>,
  change: Partial<typeof callbacks.$inferInsert>,
): Promise<number> {
  const mine = and(eq(callbacks.accountId, scope.accountId), which);
  const some = tx
    .select({ id: callbacks.id })
    .from(callbacks)
    .where(mine)
    .orderBy(callbacks.id)
    .limit(MOST_REPLAYED)
    .for("update", { skipLocked: true });
  const woken = await tx
    .update(callbacks)
    .set(change)
    .where(and(eq(callbacks.accountId, scope.accountId), inArray(callbacks.id, some)));
  if (woken.rowCount) await requestCalls(tx, scope);
  return woken.rowCount ?? 0;
}
