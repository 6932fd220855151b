const MOST = 10_000;

/**
 * Remembers for a few seconds what every request of a program asks again. What changed meanwhile (a revoked key, a
 * suspended account) is honoured when they are over, in every process alike. Only what was found is kept.
 */
export class ShortMemory<T> {
  private readonly kept = new Map<string, { value: T; until: number }>();

  constructor(private readonly milliseconds: number) {}

  async get(key: string, find: () => Promise<T | null>): Promise<T | null> {
    const now = Date.now();
    const known = this.kept.get(key);
    // By a clock that was put back it would be remembered for as long as that.
    if (known && known.until > now && known.until <= now + this.milliseconds) return known.value;
    const value = await find();
    this.kept.delete(key);
    if (value === null) return null;
    if (this.kept.size >= MOST) this.kept.clear();
    this.kept.set(key, { value, until: now + this.milliseconds });
    return value;
  }
}
