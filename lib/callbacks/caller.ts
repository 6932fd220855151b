import { lookup } from "node:dns/promises";
import { and, eq, lte } from "drizzle-orm";
import { db } from "@/db";
import { callbacks } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { readEnv } from "@/lib/env";
import type { Surroundings } from "./call";
import { callDue } from "./due";
import { Hosts } from "./hosts";
import { mayCall } from "./networks";

const TIMEOUT_MS = 10_000;
const AT_ONCE = { accounts: 4, host: 8 };

/** The real network, with the networks that the environment allows. */
export function surroundings(): Surroundings {
  const allowed = readEnv().CALLBACK_NETWORKS;
  return {
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    mayCall: (address) => mayCall(address, allowed),
    timeoutMs: TIMEOUT_MS,
  };
}

/**
 * Makes the calls of this process, beside the jobs: a slow receiver must not hold one of the few places in which
 * messages are handed over. A job only wakes it.
 */
export class Caller {
  private readonly waiting = new Set<number>();
  private readonly running = new Map<number, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly calling;

  constructor(around: Surroundings = surroundings(), clock = () => new Date()) {
    const hosts = new Hosts(AT_ONCE.host, () => clock().getTime());
    this.calling = { around, clock, hosts, stopping: this.stopping.signal };
  }

  /** There is something to call for this account. */
  wake(accountId: number): void {
    this.waiting.add(accountId);
    this.begin();
  }

  /** Wakes those accounts for which something is due, whoever should have been woken. */
  async wakeIfDue(scope: Scope, now: Date): Promise<void> {
    const due = await db
      .select({ id: callbacks.id })
      .from(callbacks)
      .where(and(eq(callbacks.accountId, scope.accountId), eq(callbacks.state, "waiting"), lte(callbacks.dueAt, now)))
      .limit(1);
    if (due.length > 0) this.wake(scope.accountId);
  }

  /** Calls under way end; the others stay where they are, in the database. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.waiting.clear();
    await this.idle();
  }

  /** Until nothing is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  private begin(): void {
    for (const accountId of this.waiting) {
      if (this.stopping.signal.aborted || this.running.size >= AT_ONCE.accounts) return;
      if (this.running.has(accountId)) continue; // its turn comes when this one ends
      this.waiting.delete(accountId);
      this.running.set(accountId, this.run(accountId));
    }
  }

  private async run(accountId: number): Promise<void> {
    try {
      if (await callDue(await scopeOfWorker(accountId), this.calling)) this.waiting.add(accountId);
    } catch (error) {
      console.error(`callbacks of account ${accountId} were interrupted:`, error);
    } finally {
      this.running.delete(accountId);
      this.begin();
    }
  }
}
