import { sql } from "drizzle-orm";
import { db, pool } from "@/db";
import type { Scope } from "@/lib/auth/scope";

export type GatewayTask = "dispatch" | "simulate";

/** Distinguishes our advisory locks of this purpose; the second number is the account's and gateway's. */
const LOCK = { dispatch: 0x61637501, simulate: 0x61637502 } as const satisfies Record<GatewayTask, number>;

type Executor = Pick<typeof db, "execute">;

/**
 * Asks the worker for a gateway's task, in the caller's transaction. One waiting job a gateway, however often it is
 * asked; one that is already running does not count, for it may have looked before there was something to do. One for
 * later is another job: it puts off nobody who asks for it now.
 */
export async function requestTask(
  on: Executor,
  task: GatewayTask,
  scope: Scope,
  gatewayId: number,
  at?: Date,
): Promise<void> {
  const payload = JSON.stringify({ accountId: scope.accountId, gatewayId });
  const key = `${task}:${scope.accountId}:${gatewayId}${at ? ":later" : ""}`;
  await on.execute(sql`
    select graphile_worker.add_job(${task}, ${payload}::json, job_key => ${key},
      run_at => ${at?.toISOString() ?? null}::timestamptz)`);
}

/** The same for each of some gateways, in one order, so that two transactions never wait for each other. */
export async function requestTasks(on: Executor, task: GatewayTask, scope: Scope, gatewayIds: readonly number[]) {
  for (const id of [...new Set(gatewayIds)].sort((one, other) => one - other)) await requestTask(on, task, scope, id);
}

/**
 * Runs a gateway's task unless another process is at it; then it is asked for again a second later. Where `work` says
 * that more is to do, it is asked for again at once: others have their turn in between. The lock is the
 * connection's, so it ends with a process that is killed: the job queue's own would stand for hours.
 */
export async function alone(
  task: GatewayTask,
  scope: Scope,
  gatewayId: number,
  now: Date,
  work: () => Promise<boolean>,
): Promise<void> {
  const client = await pool().connect();
  try {
    const keys = [LOCK[task], (scope.accountId * 1_009 + gatewayId) | 0];
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1, $2) as got", keys);
    if (!rows[0]!.got) return await requestTask(db, task, scope, gatewayId, new Date(now.getTime() + 1_000));
    let more = false;
    try {
      more = await work();
    } finally {
      await client.query("select pg_advisory_unlock($1, $2)", keys);
    }
    if (more) await requestTask(db, task, scope, gatewayId);
  } finally {
    client.release();
  }
}
