import { eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { accounts, balanceDeltas, creditMovements } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import { type Change, decimal, type Message, tenThousandths } from "@/lib/messages/change";

/*
 * The ledger of an account under credit control. A prepaid message's cost is reserved when it is accepted; it is charged
 * when something of it reached the network, and given back when nothing ever did. Which of the three it is, its row
 * says at any moment, so every movement is the difference between two rows, and the ledger adds up to them:
 *
 *   sum of available = accounts.balance + balance_deltas
 *   sum of reserved = credits of the prepaid messages that are Processed
 *   and what is missing from what was topped up = credits of the other prepaid messages
 *
 * `messages.prepaid` is fixed at acceptance. So control can be switched at any moment: what was reserved before is
 * charged or given back all the same, and what was accepted without it never is.
 */

type Movement = typeof creditMovements.$inferInsert;
type Held = { reserved: bigint; charged: bigint };

/** What of a message's cost is reserved, and what is charged. */
function heldBy({ prepaid, status, credits }: Message): Held {
  const units = prepaid ? tenThousandths(credits) : 0n;
  return status === "processed" ? { reserved: units, charged: 0n } : { reserved: 0n, charged: units };
}

/**
 * Charges and gives back what changed: one movement of a kind, however many messages. Nothing waits for the account's
 * row: what changes the balance is appended beside it. A message that was given back and is delivered after all is
 * charged then, and the balance may fall below zero by it.
 */
export async function moveCredits(tx: Transaction, scope: Scope, changes: readonly Change[]): Promise<void> {
  const sums = { charge: emptySum(), release: emptySum() };
  for (const { before, after } of changes) {
    if (!before?.prepaid) continue; // what is added is reserved by acceptance, as its last step
    const [was, is] = [heldBy(before), heldBy(after)];
    const reserved = is.reserved - was.reserved;
    const charged = is.charged - was.charged;
    if (reserved === 0n && charged === 0n) continue;
    const sum = charged > 0n ? sums.charge : sums.release;
    sum.reserved += reserved;
    sum.available -= reserved + charged;
    sum.of.push(after);
  }
  const movements = (["charge", "release"] as const).flatMap((kind) => movementOf(scope, kind, sums[kind]));
  if (movements.length === 0) return;
  await tx.insert(creditMovements).values(movements);
  const given = movements.filter(({ available }) => tenThousandths(available) !== 0n);
  if (given.length > 0)
    await tx.insert(balanceDeltas).values(given.map(({ available }) => ({ accountId: scope.accountId, available })));
}

type Sum = { available: bigint; reserved: bigint; of: Message[] };
const emptySum = (): Sum => ({ available: 0n, reserved: 0n, of: [] });

function movementOf(scope: Scope, kind: "charge" | "release", { available, reserved, of }: Sum): Movement[] {
  const [first] = of;
  if (!first) return [];
  return [
    {
      accountId: scope.accountId,
      at: first.updatedAt,
      kind,
      available: decimal(available),
      reserved: decimal(reserved),
      messages: of.length,
      // Told where the movement is of one sending alone.
      subid: of.every(({ subid }) => subid === first.subid) ? first.subid : null,
      campaignId: of.every(({ campaignId }) => campaignId === first.campaignId) ? first.campaignId : null,
    },
  ];
}

/**
 * Takes the cost of what was just accepted from the balance. The last step of its transaction: the account's row is
 * held until the commit, and whoever holds it waits for nothing more, so no two can wait for each other in a circle.
 *
 * @throws AppError no-credit, when the balance does not cover all of it.
 */
export async function reserve(tx: Transaction, scope: Scope, accepted: readonly Message[], now: Date): Promise<void> {
  const of = accepted.filter(({ prepaid }) => prepaid);
  const cost = of.reduce((sum, { cost }) => sum + tenThousandths(cost), 0n);
  if (cost === 0n) return;
  const { subid, campaignId } = of[0]!;
  await tx.insert(creditMovements).values({
    ...{ accountId: scope.accountId, at: now, kind: "reserve", messages: of.length, subid, campaignId },
    ...{ available: decimal(-cost), reserved: decimal(cost) },
    userId: scope.actor.kind === "user" ? scope.actor.userId : null,
  });
  if (await take(tx, scope.accountId, cost)) return;
  await settleBalance(tx, scope.accountId);
  if (await take(tx, scope.accountId, cost)) return;
  throw new AppError("no-credit", `This costs ${decimal(cost)} credits; the balance does not cover it.`);
}

/**
 * Takes so much where there is so much: the update itself decides, so the last credit is spent once. What was charged
 * late and is not settled yet is not there any more.
 */
async function take(tx: Transaction, accountId: number, units: bigint): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update accounts set balance = balance - ${decimal(units)}::numeric
    where id = ${accountId} and balance + (
      select coalesce(sum(available), 0) from balance_deltas where account_id = ${accountId} and available < 0
    ) >= ${decimal(units)}::numeric`);
  return rowCount === 1;
}

/** Moves what was appended beside the balance into it. Locks the account's row: a last step too. */
export async function settleBalance(tx: Transaction, accountId: number): Promise<void> {
  const { rows } = await tx.execute<{ available: string | null }>(sql`
    with gone as (delete from balance_deltas where account_id = ${accountId} returning available)
    select sum(available) as available from gone`);
  const given = rows[0]?.available;
  if (given == null) return;
  await tx
    .update(accounts)
    .set({ balance: sql`${accounts.balance} + ${given}::numeric` })
    .where(eq(accounts.id, accountId));
}

/** The same by itself, for the worker. */
export const compactBalance = (accountId: number): Promise<void> =>
  db.transaction((tx) => settleBalance(tx, accountId));
