import { afterEach, expect, test, vi } from "vitest";
import type { Visit } from "./visit";
import { VisitQueue } from "./visit-queue";

const visit = (code: string): Visit => ({
  ...{
    id: code,
    code,
    messageId: code,
    at: new Date(),
    address: "203.0.113.7",
    userAgent: "x",
    language: null,
    prefetch: false,
  },
});
const away = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
const never = () => new Promise<never>(() => {});

afterEach(() => vi.restoreAllMocks());

test("who comes is let go as soon as his visit is written", async () => {
  const written: string[] = [];
  const queue = new VisitQueue(async (_, visits) => void written.push(...visits.map(({ code }) => code)), 60_000);
  await Promise.all([queue.add(1, visit("a")), queue.add(1, visit("b")), queue.add(2, visit("c"))]);
  expect(written.sort()).toEqual(["a", "b", "c"]);
});

test("nobody waits for a slow database longer than a moment", async () => {
  const queue = new VisitQueue(never, 10);
  await queue.add(1, visit("a"));
});

test("what was not written in time is written later", async () => {
  const written: string[] = [];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const queue = new VisitQueue(async (_, visits) => {
    await gate;
    written.push(...visits.map(({ code }) => code));
  }, 1);
  await Promise.all([queue.add(1, visit("a")), queue.add(1, visit("b"))]);
  expect(written).toEqual([]);
  open();
  await queue.close();
  expect(written).toEqual(["a", "b"]);
});

test("while the database is away visits wait, and are written when it is back", async () => {
  let tries = 0;
  const written: string[] = [];
  const queue = new VisitQueue(async (_, visits) => {
    if (++tries < 3) throw away();
    written.push(...visits.map(({ code }) => code));
  }, 1);
  await queue.add(1, visit("a"));
  await queue.add(1, visit("b"));
  await expect.poll(() => written).toEqual(["a", "b"]);
});

test("closing while the database is away tries once more, and says how many visits are lost", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  let tries = 0;
  const queue = new VisitQueue(async () => {
    tries++;
    throw away();
  }, 1);
  await Promise.all(["a", "b", "c"].map((code) => queue.add(1, visit(code))));
  await expect.poll(() => tries).toBe(1);
  await queue.close();
  expect(tries).toBe(2);
  expect(told.mock.calls.map(([text]) => text)).toEqual(["3 visits to short links were not recorded:"]);
});

test("beyond its bound the queue takes no more, and still lets everybody go", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const written: number[] = [];
  const limits = { windowMs: 1, batch: 10, queue: 5 };
  const queue = new VisitQueue(async (_, visits) => void written.push(visits.length), 60_000, limits);
  await Promise.all(Array.from({ length: 8 }, (_, index) => queue.add(1, visit(`${index}`))));
  await queue.close();
  expect(written).toEqual([5]);
  expect(told.mock.calls.map(([text]) => text)).toEqual(["3 visits to short links were not recorded:"]);
});
