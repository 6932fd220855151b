import { expect, test } from "vitest";
import { Batcher } from "./batcher";

test("what arrives together is written together, a group a batch", async () => {
  const written: [number, string[]][] = [];
  const batcher = new Batcher<string>(async (group, items) => void written.push([group, items]));
  await Promise.all([batcher.add(1, "a"), batcher.add(2, "b"), batcher.add(1, "c")]);
  expect(written).toEqual([
    [1, ["a", "c"]],
    [2, ["b"]],
  ]);
});

test("while a batch is written the next one fills", async () => {
  const sizes: number[] = [];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const batcher = new Batcher<number>(async (_, items) => {
    sizes.push(items.length);
    if (sizes.length === 1) await gate;
  });
  const first = batcher.add(1, 0);
  await expect.poll(() => sizes).toEqual([1]);
  const others = [1, 2, 3].map((item) => batcher.add(1, item));
  open();
  await Promise.all([first, ...others]);
  expect(sizes).toEqual([1, 3]);
});

test("one bad item fails alone", async () => {
  const kept: string[] = [];
  const batcher = new Batcher<string>(async (_, items) => {
    if (items.includes("bad")) throw new Error("no");
    kept.push(...items);
  });
  const results = await Promise.allSettled(["a", "bad", "b"].map((item) => batcher.add(1, item)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(kept).toEqual(["a", "b"]);
});

test("one that is alone is tried again after a deadlock, and after nothing else", async () => {
  let tries = 0;
  const failing = (code: string) =>
    new Batcher<string>(async () => {
      if (tries++ === 0) throw Object.assign(new Error("query"), { cause: Object.assign(new Error("why"), { code }) });
    });
  await failing("40P01").add(1, "a");
  expect(tries).toBe(2);
  tries = 0;
  await expect(failing("23505").add(1, "a")).rejects.toThrow("query");
  expect(tries).toBe(1);
});

test("a full queue refuses, and takes again once it is empty", async () => {
  const batcher = new Batcher<number>(async () => {}, { windowMs: 1, batch: 10, queue: 2 });
  const taken = [batcher.add(1, 1), batcher.add(1, 2)];
  await expect(batcher.add(1, 3)).rejects.toMatchObject({ outcome: "unavailable" });
  await Promise.all(taken);
  await batcher.add(1, 4);
});

test("flush waits for everything that was added", async () => {
  const kept: number[] = [];
  const batcher = new Batcher<number>(async (_, items) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    kept.push(...items);
  });
  const added = [batcher.add(1, 1), batcher.add(2, 2)];
  await batcher.flush();
  expect(kept.sort()).toEqual([1, 2]);
  await Promise.all(added);
});

test("enough of them begin at once, in as many lanes as there are, and the rest go together", async () => {
  const sizes: number[] = [];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const write = async (_: number, items: number[]) => {
    sizes.push(items.length);
    await gate;
  };
  const batcher = new Batcher<number>(write, { windowMs: 60_000, enough: 3, lanes: 2 });
  const added = Array.from({ length: 10 }, (_, item) => batcher.add(1, item));
  expect(sizes).toEqual([3, 3]);
  open();
  await Promise.all(added);
  expect(sizes).toEqual([3, 3, 4]);
});

test("while the database is away a batch is not tried again one by one", async () => {
  let tries = 0;
  const batcher = new Batcher<number>(async () => {
    tries++;
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  });
  const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(1, item)));
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(tries).toBe(1);
});

test("what is being written counts as queued", async () => {
  const batcher = new Batcher<number>(() => new Promise<never>(() => {}), { windowMs: 60_000, enough: 2, queue: 2 });
  for (const item of [1, 2]) batcher.add(1, item);
  await expect(batcher.add(1, 3)).rejects.toMatchObject({ outcome: "unavailable" });
});
