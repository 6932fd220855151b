import { and, desc, eq, ilike, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, auditLog, users } from "@/db/schema";
import { type Action, logAbove } from "@/lib/auth/audit";
import type { Platform } from "@/lib/auth/platform";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { escapeLike } from "@/lib/dataset/sql";
import { AppError, notFound } from "@/lib/errors";
import { resumeDispatch } from "@/lib/gateways/resume";
import { type Created, createPrepared, type NewAccount, prepareAccount } from "./commands";

/* What a platform administrator asks and does. The only place that looks across accounts. */

const PAGE = 50;
const DAYS = 30;

export type AccountRow = {
  id: number;
  name: string;
  zone: string;
  createdAt: Date;
  suspendedAt: Date | null;
  people: number;
  /** Of the last 30 days, from the counts; in whole quarters of an hour. */
  messages: number;
};

/**
 * Newest first, 50 at a time.
 * @param question `name`: a part of the account's name · `before`: below this id (the page that follows).
 */
export async function listAccounts(
  _: Platform,
  question: { name?: string | undefined; before?: number | undefined },
  now: Date,
): Promise<{ rows: AccountRow[]; next: number | null }> {
  const { name, before } = question;
  const found = await db
    .select({
      ...{ id: accounts.id, name: accounts.name, zone: accounts.zone },
      ...{ createdAt: accounts.createdAt, suspendedAt: accounts.suspendedAt },
      people: db.$count(users, eq(users.accountId, accounts.id)),
    })
    .from(accounts)
    .where(
      and(
        name ? ilike(accounts.name, `%${escapeLike(name)}%`) : undefined,
        // An address may say a number beyond that of any account.
        before === undefined ? undefined : sql`${accounts.id} < ${before}::bigint`,
      ),
    )
    .orderBy(desc(accounts.id))
    .limit(PAGE + 1);
  const page = found.slice(0, PAGE);
  const messages = await countRecent(
    page.map(({ id }) => id),
    now,
  );
  return {
    rows: page.map((row) => ({ ...row, messages: messages.get(row.id) ?? 0 })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  };
}

async function countRecent(ids: readonly number[], now: Date): Promise<Map<number, number>> {
  const since = new Date(now.getTime() - DAYS * 86_400_000).toISOString();
  const of = sql`account_id = any(${sql.param(ids)}::integer[]) and at >= ${since}::timestamptz`;
  const { rows } = await db.execute<{ account: number; messages: number }>(sql`
    select account_id as account, sum(messages)::bigint as messages
    from (
      select account_id, messages from counts where ${of} and span = 'quarter' and dimension = 'all'
      union all
      select account_id, messages from count_deltas where ${of}
    ) as counted group by account_id`);
  return new Map(rows.map(({ account, messages }) => [account, messages]));
}

/** @throws as `createAccount`. */
export async function addAccount(by: Platform, given: NewAccount): Promise<Created> {
  const ready = await prepareAccount({ ...given, platformAdmin: false });
  return db.transaction((tx) => createPrepared(tx, ready, by.userId));
}

/**
 * Its people are signed out and its keys refused with the next request (a key within seconds), and nothing more is
 * handed over. Receipts of what it sent are recorded all the same. @throws AppError not-found · conflict (key `own-account`).
 */
export async function suspendAccount(by: Platform, accountId: number, now: Date): Promise<void> {
  if (accountId === by.accountId) throw new AppError("conflict", "This is your own account.", "own-account");
  await setSuspended(by, accountId, now);
}

/** What was accepted before the suspension and still waits goes out now. @throws AppError not-found. */
export async function resumeAccount(by: Platform, accountId: number): Promise<void> {
  await setSuspended(by, accountId, null);
  await resumeDispatch(await scopeOfWorker(accountId));
}

async function setSuspended(by: Platform, accountId: number, suspendedAt: Date | null): Promise<void> {
  await db.transaction(async (tx) => {
    const is = eq(accounts.id, accountId);
    const otherwise = suspendedAt ? isNull(accounts.suspendedAt) : isNotNull(accounts.suspendedAt);
    const changed = await tx.update(accounts).set({ suspendedAt }).where(and(is, otherwise)).returning();
    if (changed.length > 0) return logAbove(tx, by, accountId, suspendedAt ? "account-suspended" : "account-resumed");
    if ((await tx.$count(accounts, is)) === 0) throw notFound("Account");
  });
}

/**
 * Logs that an administrator goes into an account (`true`) or leaves it; the session says in which one he is.
 * @throws AppError not-found.
 */
export async function logActing(by: Platform, accountId: number, begins: boolean): Promise<void> {
  if ((await db.$count(accounts, eq(accounts.id, accountId))) === 0) throw notFound("Account");
  await logAbove(db, by, accountId, begins ? "acting-begun" : "acting-ended");
}

export type LogRow = {
  id: number;
  at: Date;
  action: Action;
  account: string | null;
  /** Who did it; null: a program, or somebody removed meanwhile. */
  person: string | null;
  details: Record<string, unknown>;
};

/** The log, newest first, 50 at a time. @param before below this id (the page that follows). */
export async function listLog(
  _: Platform,
  before: number | undefined,
): Promise<{ rows: LogRow[]; next: number | null }> {
  const found = await db
    .select({
      ...{ id: auditLog.id, at: auditLog.at, action: sql<Action>`${auditLog.action}`, details: auditLog.details },
      ...{ account: accounts.name, person: users.email },
    })
    .from(auditLog)
    .leftJoin(accounts, eq(accounts.id, auditLog.accountId))
    .leftJoin(users, eq(users.id, auditLog.userId))
    .where(before === undefined ? undefined : lt(auditLog.id, before))
    .orderBy(desc(auditLog.id))
    .limit(PAGE + 1);
  const rows = found.slice(0, PAGE);
  return { rows, next: found.length > PAGE ? rows.at(-1)!.id : null };
}
