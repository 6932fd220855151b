import { AppError } from "@/lib/errors";

type Waiting<T> = { item: T; done: () => void; failed: (error: unknown) => void };

/**
 * Collects what arrives one by one and writes it in batches, a group (an account) a batch: while one batch of a group
 * is being written the next one fills. `add` resolves after the commit. A batch that fails is retried one by one, so that
 * one bad item never loses its neighbours.
 */
export class Batcher<T> {
  private readonly groups = new Map<number, { waiting: Waiting<T>[]; busy: boolean }>();
  private queued = 0;

  constructor(
    private readonly write: (group: number, items: T[]) => Promise<unknown>,
    private readonly limits = { windowMs: 5, batch: 256, queue: 20_000 },
  ) {}

  /** @throws AppError unavailable when the queue is full: better refused than forgotten. */
  add(group: number, item: T): Promise<void> {
    if (this.queued >= this.limits.queue)
      return Promise.reject(new AppError("unavailable", "Busy; try again in a second."));
    this.queued++;
    let own = this.groups.get(group);
    if (!own) {
      own = { waiting: [], busy: false };
      this.groups.set(group, own);
    }
    const { waiting, busy } = own;
    return new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy && waiting.length === 1) setTimeout(() => void this.run(group), this.limits.windowMs);
    });
  }

  /** Resolves when everything that was added has been answered. */
  async flush(): Promise<void> {
    while (this.groups.size > 0) await Promise.all([...this.groups.keys()].map((group) => this.run(group)));
  }

  private async run(group: number): Promise<void> {
    const own = this.groups.get(group);
    if (!own) return;
    if (own.busy) return void (await new Promise((resolve) => setTimeout(resolve, this.limits.windowMs)));
    own.busy = true;
    while (own.waiting.length > 0) await this.settle(group, own.waiting.splice(0, this.limits.batch));
    this.groups.delete(group);
  }

  private async settle(group: number, batch: Waiting<T>[]): Promise<void> {
    this.queued -= batch.length;
    try {
      await this.write(
        group,
        batch.map(({ item }) => item),
      );
      for (const { done } of batch) done();
    } catch (error) {
      if (batch.length === 1) return batch[0]!.failed(error);
      for (const each of batch) await this.write(group, [each.item]).then(each.done, each.failed);
    }
  }
}
