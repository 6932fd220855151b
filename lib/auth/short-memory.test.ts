import { afterEach, expect, test, vi } from "vitest";
import { ShortMemory } from "./short-memory";

afterEach(() => void vi.useRealTimers());

test("what was found is remembered for its time, also when the clock is put back", async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  let asked = 0;
  const memory = new ShortMemory<number>(3_000);
  const get = () => memory.get("key", async () => ++asked);
  expect([await get(), await get()]).toEqual([1, 1]);
  vi.advanceTimersByTime(3_000);
  expect(await get()).toBe(2);
  vi.setSystemTime(Date.now() - 3_600_000);
  expect([await get(), await get()]).toEqual([3, 3]);
});
