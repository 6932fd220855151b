/** How far behind its time a message may start and the next ones still keep theirs. */
const CATCH_UP_MS = 50;
/** No pace is spent for so long ahead: what says more was spent before the clock was put back. */
export const MOST_AHEAD_MS = 10_000;

/**
 * Lets messages go one by one: evenly spread, and in no second (of this clock, wherever it begins) more than so many.
 * A late timer is caught up with, so that the whole of what a gateway takes is used.
 */
export class Pace {
  #next: number;
  /** Of the last second's worth. */
  readonly #starts: number[] = [];
  #turn: Promise<void> = Promise.resolve();

  /** @param from nothing goes before: the end of what an earlier process spent. */
  constructor(
    private readonly perSecond: number,
    from: Date,
    private readonly clock: () => Date,
    private readonly pause: (ms: number) => Promise<unknown>,
  ) {
    this.#next = from.getTime();
  }

  /** Resolves when the next message may go; who asked first goes first. */
  turn(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#wait());
    return this.#turn;
  }

  async #wait(): Promise<void> {
    const { perSecond } = this;
    let now = this.clock().getTime();
    for (let at = this.#due(now); now < at; at = this.#due(now)) {
      await this.pause(Math.ceil(at - now));
      now = this.clock().getTime();
    }
    this.#starts.push(now);
    if (this.#starts.length > perSecond) this.#starts.shift();
    this.#next = Math.max(this.#next, now - CATCH_UP_MS) + 1_000 / perSecond;
  }

  #due(now: number): number {
    const full = this.#starts.length === this.perSecond ? this.#starts[0]! + 1_000 : 0;
    const at = Math.max(this.#next, full);
    if (at - now <= MOST_AHEAD_MS) return at;
    this.#starts.length = 0;
    this.#next = now;
    return now;
  }
}
