import { unlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAway } from "@/lib/http";
import { Batcher, type Limits } from "@/lib/ingest/batcher";
import type { Visit } from "./visit";
import { leftBehind, readKept, VisitJournal } from "./visit-journal";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** So many of an earlier process are written at once. */
const TOGETHER = 500;

/**
 * Visits on their way into the database, many at once. Nobody who opens a link waits for it longer than a moment: after
 * `patienceMs` he goes on, and his visit follows. While the database is away visits wait, up to a bound. Those who went on
 * are kept in a journal too (`keepIn`): they are recorded even if the process is killed before.
 */
export class VisitQueue {
  private readonly batches: Batcher<Visit>;
  private readonly closing = new AbortController();
  /** Why nothing more is tried. */
  private gaveUp: unknown;
  private journal: VisitJournal | null = null;
  private journalFailed = false;
  /** How many stay in the journal for the next process. */
  private left = 0;
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

  /**
   * From now on visits whose visitors go on are kept in a folder too, where there can be one; and what earlier processes
   * left there is recorded.
   */
  async keepIn(folder: string): Promise<void> {
    const paths = this.journalled(() => {
      const left = leftBehind(folder);
      this.journal = new VisitJournal(folder);
      return left;
    });
    for (const path of paths ?? []) {
      const kept = readKept(path);
      for (let from = 0; from < kept.length; from += TOGETHER) {
        const written = kept.slice(from, from + TOGETHER).map((each) => this.batches.add(each.accountId, each.visit));
        for (const result of await Promise.allSettled(written)) {
          if (result.status === "fulfilled") continue;
          // The file stays.
          if (isAway(result.reason)) throw result.reason;
          this.lose(result.reason);
        }
      }
      unlinkSync(path);
    }
  }

  /** Resolves after the commit or when patience ends, whichever is first. Never fails. */
  add(accountId: number, visit: Visit): Promise<void> {
    return new Promise((resolve) => {
      let recorded: (() => void) | undefined;
      const keep = () => {
        recorded ??= this.journalled(() => this.journal?.keep({ accountId, visit }));
      };
      const patience = setTimeout(() => {
        keep();
        resolve();
      }, this.patienceMs);
      const goOn = () => {
        clearTimeout(patience);
        resolve();
      };
      this.batches.add(accountId, visit).then(
        () => {
          recorded?.();
          goOn();
        },
        (error: unknown) => {
          // This process tries no more; the next one does.
          if (isAway(error)) keep();
          if (isAway(error) && recorded) this.left++;
          else {
            recorded?.();
            this.lose(error);
          }
          goOn();
        },
      );
    });
  }

  /** Writes what waits. If the database is away now, that was the last try: what the journal keeps is for the next process. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.batches.flush();
    this.journal?.close();
    this.tellLost();
    if (this.left > 0)
      console.error(`${this.left} visits to short links are kept, and recorded when the application starts again.`);
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

  /** Without a journal visits wait in memory only, and that is said once. */
  private journalled<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!this.journalFailed)
        console.error(`Visits that wait for the database are kept in memory only: ${(error as Error).message}`);
      this.journalFailed = true;
      return undefined;
    }
  }

  /** Once a second, however many there are. */
  private tellLost(): void {
    if (!this.lost) return;
    clearTimeout(this.lost.timer);
    console.error(`${this.lost.visits} visits to short links were not recorded:`, this.lost.error);
    this.lost = null;
  }
}
