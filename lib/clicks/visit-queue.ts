import { unlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAway } from "@/lib/http";
import { Batcher, isFull, type Limits } from "@/lib/ingest/batcher";
import type { Visit } from "./visit";
import { type Kept, leftBehind, readKept, VisitJournal } from "./visit-journal";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** So many of the journal are written at once. */
const TOGETHER = 500;
const FOR_ROOM_MS = 500;

/**
 * Visits on their way into the database, many at once. Nobody who opens a link waits for it longer than a moment: after
 * `patienceMs` he goes on, and his visit follows. While the database is away visits wait, up to a bound. Those who went on
 * are kept in a journal too (`keepIn`): they are recorded even if the process is killed before, or if there was no room
 * for them here.
 */
export class VisitQueue {
  private readonly batches: Batcher<Visit>;
  private readonly closing = new AbortController();
  /** Why nothing more is tried. */
  private gaveUp: unknown;
  private journal: VisitJournal | null = null;
  private journalFailed = false;
  /** How many are in the journal only. */
  private left = 0;
  private forRoom: NodeJS.Timeout | null = null;
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
    const left = this.journalled(() => {
      const paths = leftBehind(folder);
      this.journal = new VisitJournal(folder);
      return paths;
    });
    if (left) await this.recordKept(left);
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
          if (isForLater(error)) keep();
          if (isForLater(error) && recorded) {
            this.left++;
            this.waitForRoom();
          } else {
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
    clearTimeout(this.forRoom ?? undefined);
    this.journal?.stop();
    this.tellLost();
    if (this.left > 0)
      console.error(`${this.left} visits to short links are kept, and recorded when the application starts again.`);
  }

  /** When those who wait here are recorded, those who are in the journal only come in. */
  private waitForRoom(): void {
    if (this.closing.signal.aborted) return;
    this.forRoom ??= setTimeout(() => {
      this.forRoom = null;
      if (this.batches.size > 0) return this.waitForRoom();
      this.left = 0;
      void this.recordKept(this.journalled(() => this.journal?.giveAway()) ?? []);
    }, FOR_ROOM_MS).unref();
  }

  /** Each of these files goes when its visits are recorded; what cannot be recorded now stays for the next process. */
  private async recordKept(paths: readonly string[]): Promise<void> {
    try {
      for (const path of paths) {
        const kept = readKept(path);
        for (let from = 0; from < kept.length; from += TOGETHER) {
          this.closing.signal.throwIfAborted();
          const written = kept.slice(from, from + TOGETHER).map((each) => this.addWhenRoom(each));
          for (const result of await Promise.allSettled(written)) {
            if (result.status === "fulfilled") continue;
            if (isForLater(result.reason)) throw result.reason;
            this.lose(result.reason);
          }
        }
        unlinkSync(path);
      }
    } catch (error) {
      console.error("Visits to short links that are kept wait for the next start:", error);
    }
  }

  private async addWhenRoom({ accountId, visit }: Kept): Promise<void> {
    for (;;)
      try {
        return await this.batches.add(accountId, visit);
      } catch (error) {
        if (!isFull(error) || this.closing.signal.aborted) throw error;
        await this.pause(FIRST_WAIT_MS);
      }
  }

  private async write(accountId: number, visits: Visit[]): Promise<void> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      if (this.gaveUp) throw this.gaveUp;
      try {
        return void (await this.record(accountId, visits));
      } catch (error) {
        if (!isAway(error)) throw error;
        if (this.closing.signal.aborted) this.gaveUp = error;
        else await this.pause(wait);
      }
    }
  }

  /** Until the queue is closed at the latest. */
  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.closing.signal }).catch(() => {});
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

/** Nothing is wrong with the visit: this process tries no more, or has no room for it yet. */
const isForLater = (error: unknown) => isAway(error) || isFull(error);
