import { parseArgs } from "node:util";
import { rebuildCounts } from "@/lib/messages/counts";
import { accountIds } from "./account-ids";
import { runCommand } from "./command";

/*
 * `npm run db:rebuild-counts [-- --account ID]`: makes the counts of each account again from its rows, cut in its zone,
 * also while the application runs. What is written meanwhile is neither lost nor doubled.
 */

await runCommand(async () => {
  const { values } = parseArgs({ options: { account: { type: "string" } } });
  for (const id of await accountIds(values.account)) {
    await rebuildCounts(id);
    console.log(`account ${id}: counts rebuilt`);
  }
});
