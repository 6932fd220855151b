import { setTimeout as sleep } from "node:timers/promises";
import { isAway } from "@/lib/http";
import { Batcher, type Limits } from "@/lib/ingest/batcher";
import type { Visit } from "./visit";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Visits on their way into the database, many at once. Nobody who opens a link waits for it longer than a moment: after
 * `patienceMs` he goes on, and his visit follows. While the database is away visits wait in memory, up to a bound.
 */
export class VisitQueue {
  private readonly batches: Batcher<Visit>;
  private readonly closing = new AbortController();
  /** Why nothing more is tried. */
  private gaveUp: unknown;
  private lost: { visits: number; error: unknown; timer: NodeJS.Timeout } | null = null;

  /**
   * @param record writes the visits of an account.
   * @param limits as the Batcher's.
   */
  constructor(
    private readonly record: (accountId: number, visits: Visit[]) => Promise<unknown>,
    private readonly patienceMs = 50,
    limits: Partial<Limits> = {},
  ) {
    this.batches = new Batcher((accountId, visits) => this.write(accountId, visits), limits);
  }

  /** Resolves after the commit or when patience ends, whichever is first. Never fails. */
  add(accountId: number, visit: Visit): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, this.patienceMs);
      const go = () => {
        clearTimeout(patience);
        resolve();
      };
      this.batches.add(accountId, visit).then(go, (error: unknown) => {
        this.lose(error);
        go();
      });
    });
  }

  /** Writes what waits. If the database is away now, that was the last try. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.batches.flush();
    this.tellLost();
  }

  private async write(accountId: number, visits: Visit[]): Promise<void> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      if (this.gaveUp) throw this.gaveUp;
      try {
        return void (await this.record(accountId, visits));
      } catch (error) {
        if (!isAway(error)) throw error;
        if (this.closing.signal.aborted) this.gaveUp = error;
        else await sleep(wait, undefined, { signal: this.closing.signal }).catch(() => {});
      }
    }
  }

  private lose(error: unknown): void {
    this.lost ??= { visits: 0, error, timer: setTimeout(() => this.tellLost(), 1_000).unref() };
    this.lost.visits++;
  }

  /** Once a second, however many there are. */
  private tellLost(): void {
    if (!this.lost) return;
    clearTimeout(this.lost.timer);
    console.error(`${this.lost.visits} visits to short links were not recorded:`, this.lost.error);
    this.lost = null;
  }
}
