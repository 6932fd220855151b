import { and, desc, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { accounts, creditMovements, users } from "@/db/schema";
import type { Platform } from "@/lib/auth/platform";
import { demand, type Scope } from "@/lib/auth/scope";
import { type Price, rowsOf } from "./prices";

const PAGE = 50;

/** Decimal texts. `balance`: what can still be spent · `reserved`: of messages that are neither sent nor given up yet. */
export type Balance = { balance: string; reserved: string };

export async function findBalance(scope: Scope): Promise<Balance> {
  demand(scope, "read");
  return balanceOf(scope.accountId);
}

/** What can still be spent, without reading the messages: what a client asks before it sends. Decimal text. */
export async function findAvailable(scope: Scope): Promise<string> {
  const { rows } = await db.execute<{ balance: string }>(sql`select ${available(scope.accountId)} as balance`);
  return rows[0]!.balance;
}

async function balanceOf(accountId: number): Promise<Balance> {
  const { rows } = await db.execute<Balance>(sql`
    select ${available(accountId)} as balance, (
      select coalesce(sum(credits), 0)::numeric(16, 4) from messages
      where account_id = ${accountId} and status = 'processed' and prepaid) as reserved`);
  return rows[0]!;
}

const available = (accountId: number) => sql`(
  select balance + (select coalesce(sum(available), 0) from balance_deltas where account_id = ${accountId})
  from accounts where id = ${accountId})::numeric(16, 4)`;

export type MovementRow = Pick<
  typeof creditMovements.$inferSelect,
  "id" | "at" | "kind" | "available" | "reserved" | "messages" | "subid" | "campaignId" | "note"
> & {
  /** Who of the account did it; null: an administrator, a program, or somebody removed since. */
  person: string | null;
};

/**
 * The ledger, newest first, 50 at a time.
 * @param question `all`: also what left the balance as it was (charges) · `before`: below this id (the page that follows).
 */
export async function listMovements(
  scope: Scope,
  { all, before }: { all: boolean; before?: number | undefined },
): Promise<{ rows: MovementRow[]; next: number | null }> {
  demand(scope, "read");
  const { id, at, kind, available, reserved, messages, subid, campaignId, note } = creditMovements;
  const found = await db
    .select({ id, at, kind, available, reserved, messages, subid, campaignId, note, person: users.name })
    .from(creditMovements)
    .leftJoin(users, ofAccount)
    .where(
      and(
        eq(creditMovements.accountId, scope.accountId),
        all ? undefined : ne(available, "0"),
        before === undefined ? undefined : lt(id, before),
      ),
    )
    .orderBy(desc(id))
    .limit(PAGE + 1);
  const rows = found.slice(0, PAGE);
  return { rows, next: found.length > PAGE ? rows.at(-1)!.id : null };
}

/** The whole ledger as a file is made of it. */
export function selectMovements(scope: Scope): SQL {
  demand(scope, "read");
  const movement = creditMovements;
  return sql`select ${movement.id}::text as movement, ${movement.at} as "movedAt", ${movement.kind} as kind,
      ${movement.available} as available, ${movement.reserved} as reserved, ${movement.messages} as messages,
      ${movement.subid} as subid, ${movement.note} as note, ${users.name} as "movedBy"
    from ${movement} left join ${users} on ${ofAccount}
    where ${eq(movement.accountId, scope.accountId)} order by ${movement.id} desc`;
}

const ofAccount = and(eq(users.id, creditMovements.userId), eq(users.accountId, creditMovements.accountId));

/** What an administrator sees of an account's credits; null: there is no such account. */
export async function findCredits(
  _: Platform,
  accountId: number,
): Promise<(Balance & { name: string; creditControl: boolean; prices: Price[] }) | null> {
  const { name, creditControl } = accounts;
  const [account] = await db.select({ name, creditControl }).from(accounts).where(eq(accounts.id, accountId));
  if (!account) return null;
  return { ...account, ...(await balanceOf(accountId)), prices: await rowsOf(db, accountId) };
}
