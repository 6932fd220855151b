import { AppError } from "@/lib/errors";
import { isAway, isDeadlock } from "@/lib/http";

type Waiting<T> = { item: T; done: () => void; failed: (error: unknown) => void };
type Group<T> = {
  waiting: Waiting<T>[];
  writing: number;
  /** The first of those who wait has waited long enough. */
  due: boolean;
  timer: NodeJS.Timeout | undefined;
};

export type Limits = {
  /** The longest that an item waits for others while a lane is free. */
  windowMs: number;
  /** So many begin at once: while they are written the next come in. */
  enough: number;
  /** The most in one batch. */
  batch: number;
  /** Batches of a group under way at once: while the database works on one, we prepare the other. */
  lanes: number;
  /** The most that wait, of all groups together. */
  queue: number;
};

/** Whether it was refused for want of room. */
export const isFull = (error: unknown): boolean => error instanceof AppError && error.outcome === "unavailable";

export const LIMITS: Limits = { windowMs: 5, enough: 32, batch: 256, lanes: 2, queue: 20_000 };

/**
 * Collects what arrives one by one and writes it in batches, a group (an account) a batch: while some are being written
 * the next one fills. `add` resolves after the commit. A batch that fails is retried one by one, so that one bad item
 * never loses its neighbours (nor one that is alone a deadlock, which is not its fault); unless the database is away, for
 * then each would only find the same.
 */
export class Batcher<T> {
  private readonly groups = new Map<number, Group<T>>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly limits: Limits;
  private queued = 0;

  constructor(
    private readonly write: (group: number, items: T[]) => Promise<unknown>,
    limits: Partial<Limits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** How many wait or are being written, of all groups together. */
  get size(): number {
    return this.queued;
  }

  /** @throws AppError unavailable when the queue is full: better refused than forgotten. */
  add(group: number, item: T): Promise<void> {
    if (this.queued >= this.limits.queue)
      return Promise.reject(new AppError("unavailable", "Busy; try again in a second."));
    this.queued++;
    let own = this.groups.get(group);
    if (!own) {
      own = { waiting: [], writing: 0, due: false, timer: undefined };
      this.groups.set(group, own);
    }
    const { waiting } = own;
    return new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      this.consider(group, own);
    });
  }

  /** Resolves when everything that was added has been answered. */
  async flush(): Promise<void> {
    while (this.groups.size > 0) {
      for (const [group, own] of this.groups) this.start(group, own);
      await Promise.all(this.underWay);
    }
  }

  private consider(group: number, own: Group<T>): void {
    if (own.due || own.waiting.length >= this.limits.enough) this.start(group, own);
    else
      own.timer ??= setTimeout(() => {
        own.due = true;
        this.start(group, own);
      }, this.limits.windowMs);
  }

  private start(group: number, own: Group<T>): void {
    if (own.writing >= this.limits.lanes || own.waiting.length === 0) return;
    clearTimeout(own.timer);
    own.timer = undefined;
    const batch = own.waiting.splice(0, this.limits.batch);
    own.due = own.waiting.length > 0;
    own.writing++;
    const written = this.settle(group, batch).finally(() => {
      own.writing--;
      this.underWay.delete(written);
      // What has arrived by now and is yet to be read goes along.
      if (own.waiting.length > 0) setImmediate(() => this.consider(group, own));
      else if (own.writing === 0) this.groups.delete(group);
    });
    this.underWay.add(written);
  }

  private async settle(group: number, batch: Waiting<T>[]): Promise<void> {
    try {
      await this.write(
        group,
        batch.map(({ item }) => item),
      );
      for (const { done } of batch) done();
    } catch (error) {
      const again = !isAway(error) && (batch.length > 1 || isDeadlock(error));
      if (!again) for (const { failed } of batch) failed(error);
      else for (const each of batch) await this.write(group, [each.item]).then(each.done, each.failed);
    } finally {
      this.queued -= batch.length;
    }
  }
}
