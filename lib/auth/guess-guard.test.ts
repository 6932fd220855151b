import { describe, expect, it, vi } from "vitest";
import { guardGuesses } from "./guess-guard";
import { TooManyAttempts } from "./slow-down";

const T0 = Date.UTC(2026, 10, 23);
let seen = 0;
const unique = (word: string) => `${word}-${seen++}`;
const guess = (address: string, credential: string, found: boolean, at: number) =>
  guardGuesses(address, credential, async () => found, Boolean, at);

async function guessWrong(address: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await guess(address, unique("wrong"), false, T0);
}

describe("guessing keys", () => {
  it("gets slower after twenty wrong ones from one network, without looking the next one up", async () => {
    await guessWrong("2001:db8:1::1", 20);
    const check = vi.fn(async () => true);
    const early = guardGuesses("2001:db8:1::2", unique("key"), check, Boolean, T0 + 999);
    await expect(early).rejects.toThrow(new TooManyAttempts(1));
    expect(check).not.toHaveBeenCalled();
    expect(await guess("2001:db8:2::1", unique("key"), true, T0 + 999)).toBe(true);
    expect(await guess("2001:db8:1::1", unique("wrong"), false, T0 + 1000)).toBe(false);
    await expect(guess("2001:db8:1::1", unique("wrong"), false, T0 + 2999)).rejects.toThrow("Try again in 1 s.");
  });

  it("never slows a program whose key was right before", async () => {
    const key = unique("key");
    await guess("198.51.100.1", key, true, T0);
    await guessWrong("198.51.100.1", 20);
    expect(await guess("198.51.100.1", key, true, T0 + 1)).toBe(true);
    expect(await guess("198.51.100.1", key, false, T0 + 2)).toBe(false); // revoked: from now on like any other
    await expect(guess("198.51.100.1", key, false, T0 + 3)).rejects.toThrow(TooManyAttempts);
  });

  it("is told for at most a minute and forgotten after ten", async () => {
    for (let i = 0; i < 40; i++) await guess("198.51.100.2", unique("wrong"), false, T0 + i * 60_000);
    const last = T0 + 39 * 60_000;
    await expect(guess("198.51.100.2", "x", false, last)).rejects.toThrow("Try again in 60 s.");
    expect(await guess("198.51.100.2", "x", false, last + 600_000)).toBe(false);
    expect(await guess("198.51.100.2", "x", false, last + 600_000)).toBe(false);
  });
});
