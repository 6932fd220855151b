import { Logger, type Runner, run } from "graphile-worker";
import { db, pool } from "@/db";
import { ensurePartitions, monthsFrom } from "@/db/migrate";
import { accounts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { sweepFailures } from "@/lib/auth/slow-down";
import { Caller } from "@/lib/callbacks/caller";
import { sweepCallbacks } from "@/lib/callbacks/sweep";
import { forgetAddresses } from "@/lib/clicks/forget-addresses";
import { rejudgeClicks } from "@/lib/clicks/rejudge";
import { reckonContacts } from "@/lib/contacts/reckon-contacts";
import { compactBalance } from "@/lib/credits/ledger";
import { alone } from "@/lib/gateways/alone";
import { dispatch } from "@/lib/gateways/dispatch";
import { resumeTasks } from "@/lib/gateways/resume";
import { sendSimulatedReceipts } from "@/lib/gateways/simulator/simulate";
import { sweepClears } from "@/lib/groups/clear";
import { resumeImports, runImport } from "@/lib/imports/run";
import { sweepImports } from "@/lib/imports/sweep";
import { retryParked } from "@/lib/ingest/parked-receipts";
import { recordOldPieces } from "@/lib/ingest/record-inbound";
import { sendDue } from "@/lib/ingest/scheduled-sendings";
import { sweepKeys } from "@/lib/ingest/sweep-keys";
import { compactCounts } from "@/lib/messages/counts";
import { sweepExpired } from "@/lib/messages/sweep";
import { keepRunning, type Running } from "./keep-running";

const DAY_MS = 86_400_000;
const clock = () => new Date();
/** Moved at once in one account, these are compacted again before the minute is over. */
const BUSY_DELTAS = 20_000;

/**
 * Runs what is due: hand-over, the simulated network, the expiry sweep, count compaction, partitions. Jobs come from
 * graphile-worker, in the database: they survive a restart and run once however many workers there are.
 *
 * @param receiptBase the address under which gateways reach our `/receipts/…`.
 */
export async function startWorker(receiptBase: string): Promise<Running> {
  const caller = new Caller();
  const stopping = new AbortController();
  // One whose job can be neither completed nor failed, because the database went meanwhile, ends for good.
  const kept = await keepRunning("The worker", async (died) => {
    const runner = await startRunner(receiptBase, caller, stopping.signal);
    runner.events.on("worker:fatalError", died);
    try {
      await resumeTasks();
    } catch (error) {
      await runner.stop().catch(() => {});
      throw error;
    }
    return runner;
  });
  return {
    stop: async () => {
      stopping.abort();
      await kept.stop();
      await caller.close();
    },
  };
}

async function startRunner(receiptBase: string, caller: Caller, stopping: AbortSignal): Promise<Runner> {
  const runner = await run({
    pgPool: pool(),
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 1_000,
    // Its running commentary is for its authors; what fails is told by the handlers below.
    logger: new Logger(() => () => {}),
    taskList: {
      dispatch: async (payload) => {
        const { accountId, gatewayId } = payload as { accountId: number; gatewayId: number };
        const scope = await scopeOfWorker(accountId);
        await alone("dispatch", scope, gatewayId, clock(), () =>
          dispatch(scope, gatewayId, receiptBase, clock, undefined, stopping),
        );
      },
      simulate: async (payload) => {
        const { accountId, gatewayId } = payload as { accountId: number; gatewayId: number };
        const scope = await scopeOfWorker(accountId);
        await alone("simulate", scope, gatewayId, clock(), async () => {
          await sendSimulatedReceipts(scope, gatewayId, clock);
          return false; // it asks for itself, at the time of its next receipt
        });
      },
      scheduled: async (payload) => {
        const { accountId } = payload as { accountId: number };
        await sendDue(await scopeOfWorker(accountId), clock());
      },
      callbacks: async (payload) => caller.wake((payload as { accountId: number }).accountId),
      // What is due again, and what a killed process left.
      "callbacks-due": () => forEachAccount((scope) => caller.wakeIfDue(scope, clock())),
      // What the job at its very instant could not do, for its process was killed.
      due: () => forEachAccount((scope) => sendDue(scope, clock())),
      contacts: async (payload) => {
        const { accountId } = payload as { accountId: number };
        await reckonContacts(await scopeOfWorker(accountId), clock());
      },
      compact: async (_, { addJob }) => {
        let most = 0;
        await forEachAccount(async ({ accountId }) => {
          most = Math.max(most, await compactCounts(accountId));
          await compactBalance(accountId);
        });
        // Who reads the counts adds up what has come since: under load a minute of it would be felt.
        if (most > BUSY_DELTAS)
          await addJob(
            "compact",
            {},
            { jobKey: "compact-again", runAt: new Date(clock().getTime() + 5_000), maxAttempts: 3 },
          );
      },
      sweep: () => forEachAccount((scope) => sweepExpired(scope, clock())),
      parked: () => forEachAccount((scope) => retryParked(scope, { since: new Date(clock().getTime() - DAY_MS) })),
      keys: async () => {
        await forEachAccount(({ accountId }) => sweepKeys(accountId, clock()));
        await forEachAccount(({ accountId }) => forgetAddresses(accountId, clock()));
        await forEachAccount(({ accountId }) => sweepCallbacks(accountId, clock()));
        await forEachAccount(({ accountId }) => sweepClears(accountId, clock()));
        await forEachAccount(({ accountId }) => sweepImports(accountId, clock()));
        await sweepFailures(clock());
      },
      import: async (payload) => {
        const { accountId, id } = payload as { accountId: number; id: string };
        await runImport(await scopeOfWorker(accountId), id, clock);
      },
      // What a killed process left.
      imports: () => forEachAccount((scope) => resumeImports(scope, clock)),
      pieces: () => forEachAccount((scope) => recordOldPieces(scope, clock())),
      // Of a version whose rules have changed.
      rejudge: () => forEachAccount((scope) => rejudgeClicks(scope)),
      partitions: () => ensurePartitions(pool(), monthsFrom(clock(), -1), monthsFrom(clock(), 3)),
    },
    crontab: [
      "* * * * * compact ?max=3",
      "* * * * * parked ?max=3",
      "* * * * * due ?max=3",
      "* * * * * callbacks-due ?max=3",
      "* * * * * imports ?max=3",
      "*/5 * * * * sweep ?max=3",
      "17 * * * * keys ?max=3",
      "37 * * * * pieces ?max=3",
      "23 3 * * * partitions ?max=3",
      "41 3 * * * rejudge ?max=3",
    ].join("\n"),
  });
  runner.events.on("job:error", ({ job, error }) => {
    console.error(`job ${job.task_identifier} failed (attempt ${job.attempts}):`, error);
  });
  return runner;
}

/** One account after the other, a transaction each: no statement names two, and one that fails holds up no other. */
async function forEachAccount(work: (scope: Scope) => Promise<unknown>): Promise<void> {
  const all = await db.select({ id: accounts.id }).from(accounts).orderBy(accounts.id);
  const errors: unknown[] = [];
  for (const { id } of all) await work(await scopeOfWorker(id)).catch((error) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${all.length} accounts failed`);
}
