import { dirname, join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { users } from "@/db/schema";
import { generate } from "@/db/seed/generate";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { plusDays } from "@/lib/dataset/period";
import { dataDirectory } from "@/lib/server/postgres-user";

/** Of the embedded database that measures keep between runs, beside those of the application. */
export const benchDirectory = (dataFolder: string | undefined) =>
  join(dirname(dataDirectory("acuse", dataFolder)), "bench");

export type BenchData = {
  /** The large account, as our own worker. */
  scope: Scope;
  ownerId: number;
  messages: number;
  /** A year of the account's days up to its last message, as the URL says it. */
  period: string;
};

/** Twenty accounts, the large one with so many messages; made once and found again. */
export async function benchData(messages: number): Promise<BenchData> {
  const seed = `bench ${messages}`;
  const email = `owner-1@bench-${messages}.example.com`;
  const find = async () => (await db.select().from(users).where(eq(users.email, email)))[0];
  if (!(await find())) {
    console.error(`Making ${messages} messages in one account and a quarter of that in 19 others …`);
    const options = { messages: Math.round(messages / 0.8), accounts: 20, months: 12, personalised: 0.2, seed };
    const password = "a password for measures";
    // None of these measures reads receipts, and those of many millions are half the disk and the time.
    const receipts = messages <= 1_000_000;
    for await (const made of generate({ ...options, now: new Date(), password, receipts }))
      console.error(`  ${made.messages} of ${made.name}`);
  }
  const owner = await find();
  const scope = await scopeOfWorker(owner!.accountId!);
  const { rows } = await db.execute<{ messages: number; last: string }>(sql`
    select (select sum(messages)::bigint from counts where account_id = ${scope.accountId} and span = 'quarter') as messages,
      (select max(sent_at at time zone ${scope.zone})::date::text from messages where account_id = ${scope.accountId}) as last`);
  const { messages: found, last } = rows[0]!;
  return { scope, ownerId: owner!.id, messages: found, period: `${plusDays(last, -364)}..${last}` };
}
