const MOST_FAILURES = 3;
const REST_MS = 30_000;
const MOST_KNOWN = 10_000;

type Host = { active: number; waiting: (() => void)[]; failures: number; awayUntil: number };

/**
 * How hosts are treated, by this process: at most so many calls at once each, and one that did not answer three times
 * in a row is left alone for half a minute, so that a receiver that is away costs no time-out a message.
 */
export class Hosts {
  private readonly known = new Map<string, Host>();

  constructor(
    private readonly mostAtOnce: number,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param work resolves to whether the host answered at all.
   * @returns null when the host is left alone and the work was not done.
   */
  async visit<T>(name: string, work: () => Promise<T>, answered: (result: T) => boolean): Promise<T | null> {
    const host = this.hostOf(name);
    if (host.active >= this.mostAtOnce) await new Promise<void>((resolve) => host.waiting.push(resolve));
    else host.active++;
    try {
      if (host.awayUntil > this.now()) return null;
      const result = await work();
      if (answered(result)) host.failures = 0;
      else if (++host.failures >= MOST_FAILURES) {
        host.failures = 0;
        host.awayUntil = this.now() + REST_MS;
      }
      return result;
    } finally {
      const next = host.waiting.shift();
      if (next) next();
      else host.active--;
    }
  }

  private hostOf(name: string): Host {
    const known = this.known.get(name);
    if (known) return known;
    if (this.known.size >= MOST_KNOWN)
      for (const [each, host] of this.known) if (host.active === 0) this.known.delete(each);
    const host = { active: 0, waiting: [], failures: 0, awayUntil: 0 };
    this.known.set(name, host);
    return host;
  }
}
