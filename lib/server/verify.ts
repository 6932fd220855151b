import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { db } from "@/db";
import { type AgendaDifference, verifyAgenda } from "@/lib/contacts/verify";
import { type CreditDifference, verifyCredits } from "@/lib/credits/verify";
import { type Difference, MOST_DIFFERENCES, verifyCounts } from "@/lib/messages/counts";
import { accountIds } from "./account-ids";
import { runCommand } from "./command";

/*
 * `npm run db:verify [-- --account ID]`: compares the counts of each account and what its agenda knows with its rows,
 * and its ledger of credits with its balance and its rows, also while the application runs; prints every difference and
 * ends with one line that says whether they agree. Exit code 1 when they do not.
 */

await runCommand(async () => {
  const { values } = parseArgs({ options: { account: { type: "string" } } });
  const ids = await accountIds(values.account);
  let differences = 0;
  for (const id of ids) {
    const found = await verifyCounts(id);
    for (const each of found) console.log(tell(id, each));
    const agenda = await verifyAgenda(id);
    for (const each of agenda) console.log(tellAgenda(id, each));
    differences += agenda.length;
    if (found.length === MOST_DIFFERENCES) console.log(`account ${id}: perhaps more; no more are looked for`);
    const credits = await verifyCredits(id);
    for (const each of credits) console.log(tellCredits(id, each));
    differences += found.length + credits.length;
  }
  if (differences === 0) {
    console.log(`counts and rows agree (accounts: ${ids.length}, messages: ${await messagesOf(ids)})`);
    return;
  }
  console.log(`counts and rows differ (differences: ${differences})`);
  process.exitCode = 1;
});

function tell(accountId: number, { span, dimension, key, at, status, figure, counted, inRows }: Difference): string {
  const time = { quarter: at, day: at.slice(0, 10), month: at.slice(0, 7), ever: "" }[span];
  const cell = [time, ...(dimension === "all" ? [] : [dimension, key === "" ? "(none)" : key]), status, figure];
  return `account ${accountId}: ${cell.filter((word) => word !== "").join(" ")}: counted ${counted}, rows ${inRows}`;
}

const tellAgenda = (accountId: number, { what, kept, inRows }: AgendaDifference) =>
  `account ${accountId}: ${what}: kept ${kept}, rows ${inRows}`;

const tellCredits = (accountId: number, { figure, inLedger, elsewhere }: CreditDifference) =>
  `account ${accountId}: credits ${figure}: ledger ${inLedger}, ${figure === "balance" ? "account" : "rows"} ${elsewhere}`;

/** From the counts, which have just been found right. */
async function messagesOf(ids: readonly number[]): Promise<number> {
  let messages = 0;
  for (const id of ids) {
    const { rows } = await db.execute<{ messages: number }>(sql`
      select coalesce(sum(messages), 0)::bigint as messages from (
        select messages from counts where account_id = ${id} and span = 'quarter'
        union all select messages from count_deltas where account_id = ${id}
      ) as parts`);
    messages += rows[0]!.messages;
  }
  return messages;
}
