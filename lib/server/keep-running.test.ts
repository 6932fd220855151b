import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepRunning } from "./keep-running";

beforeEach(() => vi.spyOn(console, "error").mockImplementation(() => {}) as never);
afterEach(() => vi.restoreAllMocks());

const away = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

/** Something that tells what happens to it; `fail` makes its next starts fail. */
function patient() {
  const told: string[] = [];
  const lives: (() => void)[] = [];
  let failures = 0;
  const start = async (died: () => void) => {
    if (failures-- > 0) {
      told.push("refused");
      throw away();
    }
    told.push("started");
    lives.push(died);
    return { stop: async () => void told.push("stopped") };
  };
  return { told, start, die: () => lives.at(-1)!(), fail: (times: number) => (failures = times) };
}

test("what dies is stopped and started again, until it starts", async () => {
  const { told, start, die, fail } = patient();
  const kept = await keepRunning("It", start, 1);
  fail(2);
  die();
  die();
  await expect.poll(() => told).toEqual(["started", "stopped", "refused", "refused", "started"]);
  die();
  await expect.poll(() => told.slice(5)).toEqual(["stopped", "started"]);
  await kept.stop();
  expect(told.slice(7)).toEqual(["stopped"]);
});

test("once stopped it stays so, also when it is just being started again", async () => {
  const { told, start, die, fail } = patient();
  const kept = await keepRunning("It", start, 1);
  fail(Number.POSITIVE_INFINITY);
  die();
  await expect.poll(() => told).toContain("refused");
  await kept.stop();
  const after = told.length;
  die();
  expect(told.slice(after)).toEqual([]);
});

test("a first start that fails is told", async () => {
  const { start, fail } = patient();
  fail(1);
  await expect(keepRunning("It", start, 1)).rejects.toThrow("ECONNREFUSED");
});
