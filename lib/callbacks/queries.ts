import { and, desc, eq, lt, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, callbacks, messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type CallbackState, MOST_COUNTED } from "./words";

export const CALLBACK_PAGE = 50;

export type CallbackRow = Awaited<ReturnType<typeof listCallbacks>>["rows"][number];

/**
 * A page of the log, newest first.
 * @param message the id of one, for the calls about it.
 * @param before the number of the call before which it begins; `next` is that of the page that follows, null at the end.
 */
export async function listCallbacks(
  scope: Scope,
  { state, message, before }: { state?: CallbackState; message?: string; before?: number },
) {
  demand(scope, "manage");
  const { id, kind, url, attempts, status, error, dueAt, createdAt, triedAt, messageId } = callbacks;
  const rows = await db
    .select({
      ...{ id, kind, state: callbacks.state, url, attempts, status, error, dueAt, createdAt, triedAt, messageId },
      msisdn: messages.msisdn,
    })
    .from(callbacks)
    .leftJoin(
      messages,
      and(
        eq(messages.accountId, callbacks.accountId),
        eq(messages.sentAt, callbacks.sentAt),
        eq(messages.id, callbacks.messageId),
      ),
    )
    .where(
      and(
        eq(callbacks.accountId, scope.accountId),
        state && eq(callbacks.state, state),
        message === undefined ? undefined : eq(callbacks.messageId, message),
        before === undefined ? undefined : lt(id, before),
      ),
    )
    .orderBy(desc(id))
    .limit(CALLBACK_PAGE + 1);
  const shown = rows.slice(0, CALLBACK_PAGE);
  return { rows: shown, next: rows.length > CALLBACK_PAGE ? shown.at(-1)!.id : null };
}

/** How many are not done, by state, up to `MOST_COUNTED`. */
export async function countUndone(scope: Scope): Promise<Record<Exclude<CallbackState, "done">, number>> {
  demand(scope, "manage");
  const count = (state: string) => sql`(
    select count(*) from (
      select 1 from callbacks where account_id = ${scope.accountId} and state = ${state} limit ${MOST_COUNTED}) as counted)`;
  const { rows } = await db.execute<Record<Exclude<CallbackState, "done">, number>>(sql`
    select ${count("waiting")} as waiting, ${count("failed")} as failed, ${count("refused")} as refused`);
  return rows[0]!;
}

/** Whether calls are signed. */
export async function isSigned(scope: Scope): Promise<boolean> {
  demand(scope, "manage");
  const [row] = await db
    .select({ secret: accounts.callbackSecret })
    .from(accounts)
    .where(eq(accounts.id, scope.accountId));
  return row?.secret !== null;
}
