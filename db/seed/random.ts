import { createHash } from "node:crypto";

/**
 * Seeded numbers: the same seed gives the same numbers on every machine. Each thing that is made has a stream of its
 * own, so that one more message in one place changes nothing elsewhere. Generator: sfc32, of the PractRand suite.
 */
export class Random {
  private constructor(
    private a: number,
    private b: number,
    private c: number,
    private counter = 1,
  ) {
    for (let i = 0; i < 12; i++) this.word();
  }

  static of(seed: string): Random {
    const hash = createHash("sha256").update(seed).digest();
    return new Random(hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8));
  }

  /** For streams by the million: two numbers are mixed faster than a text is hashed. */
  static ofNumbers(one: number, other: number): Random {
    return new Random(one | 0, other | 0, Math.imul(one ^ other, 0x9e3779b1));
  }

  private word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  weighted<T extends { weight: number }>(from: readonly T[]): T {
    let left = this.next() * from.reduce((sum, { weight }) => sum + weight, 0);
    for (const each of from) {
      left -= each.weight;
      if (left < 0) return each;
    }
    return from[0]!;
  }

  /** Half below the median, its logarithm spread like a bell: how long networks, phones and people take. */
  logNormal(median: number, spread: number): number {
    // Box-Muller; 1 - x because the logarithm of 0 is none.
    const bell = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * bell);
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count + 3);
    for (let i = 0; i < count; i += 4) bytes.writeUInt32LE(this.word(), i);
    return bytes.subarray(0, count);
  }

  /** `count` characters out of `letters`. */
  letters(letters: string, count: number): string {
    let text = "";
    for (let i = 0; i < count; i++) text += letters[this.below(letters.length)];
    return text;
  }
}
