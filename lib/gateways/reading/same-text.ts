import { timingSafeEqual } from "node:crypto";

/** Compares a signature or password in a time that does not tell how much of it was right. */
export function sameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
