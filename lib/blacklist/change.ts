import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { blacklist } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import { maskNumber } from "./mask";

/* The one way onto the list and off it. Whoever calls has asked for the right to what leads here. */

export type Listed = typeof blacklist.$inferSelect;
export type Source = Listed["source"];

/** A number (digits with country code) and why it is put on the list. */
export type Entry = {
  msisdn: string;
  source: Source;
  note?: string | null;
  /** When it was asked for, where that was not now. */
  at?: Date;
  /** The message whose receipt or link put it there. */
  message?: { sentAt: Date; id: string } | null;
};

/**
 * Puts numbers on the account's list. One that is there stays as it came first.
 * @returns the numbers that are new on it.
 */
export async function addToBlacklist(
  tx: Transaction,
  scope: Scope,
  entries: readonly Entry[],
  now: Date,
): Promise<string[]> {
  if (entries.length === 0) return [];
  const first = new Map([...entries].reverse().map((entry) => [entry.msisdn, entry]));
  const userId = scope.actor.kind === "user" ? scope.actor.userId : null;
  // In one order, so that two transactions with the same numbers never wait for each other in a circle.
  const rows = [...first.values()]
    .sort((one, other) => (one.msisdn < other.msisdn ? -1 : 1))
    .map(({ msisdn, source, note, at = now, message }) => ({
      ...{ accountId: scope.accountId, msisdn, source, at, userId, note: note || null },
      ...{ sentAt: message?.sentAt ?? null, messageId: message?.id ?? null },
    }));
  const columns = ["accountId", "msisdn", "source", "at", "userId", "note", "sentAt", "messageId"] as const;
  const { rows: added } = await tx.execute<{ msisdn: string }>(sql`
    ${insertFrom(blacklist, columns, rows)} on conflict (account_id, msisdn) do nothing returning msisdn`);
  return added.map(({ msisdn }) => msisdn);
}

/**
 * The same for as many as a million.
 * @param numbers a select of `msisdn`; the same number may stand in it often.
 * @returns how many are new on the list.
 */
export async function addSetToBlacklist(
  tx: Transaction,
  scope: Scope,
  numbers: SQL,
  { source, note }: Pick<Entry, "source" | "note">,
  now: Date,
): Promise<number> {
  const userId = scope.actor.kind === "user" ? scope.actor.userId : null;
  const { rowCount } = await tx.execute(sql`
    insert into blacklist (account_id, msisdn, source, at, user_id, note)
    select ${scope.accountId}::integer, msisdn, ${source}::blacklist_source, ${now.toISOString()}::timestamptz,
      ${userId}::integer, ${note || null}::text
    from (select distinct msisdn collate "C" as msisdn from (${numbers}) as numbers) as given order by msisdn
    on conflict (account_id, msisdn) do nothing`);
  return rowCount ?? 0;
}

/** Sources that are the person's own word; the others are the account's decision. */
export const OWN_WORD = ["inbound", "link", "receipt"] as const satisfies readonly Source[];

/**
 * Takes numbers off the list, and logs each: an entry is gone for good, and somebody must be able to say who did it.
 * @param only of these sources; what stands there for another reason stays.
 * @returns the entries as they stood.
 */
export async function removeFromBlacklist(
  tx: Transaction,
  scope: Scope,
  msisdns: readonly string[],
  only?: readonly Source[],
): Promise<Listed[]> {
  if (msisdns.length === 0) return [];
  const removed = await tx
    .delete(blacklist)
    .where(
      and(
        eq(blacklist.accountId, scope.accountId),
        sql`${blacklist.msisdn} = any(${sql.param([...new Set(msisdns)].sort())}::text[])`,
        only && sql`${blacklist.source}::text = any(${sql.param(only)}::text[])`,
      ),
    )
    .returning();
  for (const { msisdn, source } of removed)
    await logFor(tx, scope, "blacklist-removed", { number: maskNumber(msisdn), source, by: scope.actor.kind });
  return removed;
}
