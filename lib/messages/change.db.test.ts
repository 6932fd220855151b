import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, type Transaction } from "@/db";
import { createAccount, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { changeMessages, lockMessages, type Message } from "./change";

/** Nothing else is sent in this month: its partition is made here, and Postgres knows nothing of it. */
const sentAt = new Date("2003-07-15T10:00:00Z");

async function click(tx: Transaction, scope: Scope, message: Message): Promise<void> {
  const [before] = await lockMessages(tx, scope, [message]);
  await changeMessages(tx, scope, [{ before: before!, after: { ...before!, clicks: before!.clicks + 1 } }]);
}

/** Rows of messages that this transaction has read so far. */
async function readUntilNow(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ read: number }>(sql`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read
    from pg_stat_xact_user_tables where relname like 'messages%'`);
  return rows[0]!.read;
}

test("to change a message only that message is read, also where Postgres knows nothing of its month yet", async () => {
  const scope = await createAccount();
  const [first] = await createMessages(scope, [{ sentAt }]);
  await createMessages(
    scope,
    Array.from({ length: 2_000 }, () => ({ sentAt })),
  );
  await db.transaction(async (tx) => {
    // Postgres plans a prepared statement for any values from its sixth time on.
    for (let time = 0; time < 8; time++) await click(tx, scope, first!);
    const before = await readUntilNow(tx);
    await click(tx, scope, first!);
    expect((await readUntilNow(tx)) - before).toBeLessThan(20);
  });
});
