import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Visit } from "./visit";
import { leftBehind, readKept, VisitJournal } from "./visit-journal";
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
/** A database that answers from when it is opened. */
function gated() {
  const written: string[] = [];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const record = async (_: number, visits: Visit[]) => {
    await gate;
    written.push(...visits.map(({ code }) => code));
  };
  return { record, written, open: () => open() };
}
const never = () => new Promise<never>(() => {});

afterEach(() => vi.restoreAllMocks());

let folders: string;
beforeAll(() => {
  folders = mkdtempSync(join(tmpdir(), "acuse-visits-"));
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));
const newFolder = () => join(mkdtempSync(join(folders, "own-")), "waiting");
const kept = (folder: string) =>
  readdirSync(folder).flatMap((name) => readKept(join(folder, name)).map(({ visit: { code } }) => code));

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
  const { record, written, open } = gated();
  const queue = new VisitQueue(record, 1);
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

test("who finds no room is kept in the journal, and recorded when there is some", async () => {
  const folder = newFolder();
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const { record, written, open } = gated();
  const queue = new VisitQueue(record, 60_000, { windowMs: 1, queue: 2 });
  await queue.keepIn(folder);
  const [a, b] = [queue.add(1, visit("a")), queue.add(1, visit("b"))];
  await Promise.all([queue.add(1, visit("c")), queue.add(2, visit("d"))]);
  expect(kept(folder)).toEqual(["c", "d"]);
  open();
  await Promise.all([a, b]);
  await expect.poll(() => written, { timeout: 5_000 }).toEqual(["a", "b", "c", "d"]);
  await queue.close();
  expect(readdirSync(folder)).toEqual([]);
  expect(told).not.toHaveBeenCalled();
});

test("what a process left behind waits until there is room for it", async () => {
  const folder = newFolder();
  new VisitJournal(folder).keep({ accountId: 1, visit: visit("a") });
  const { record, written, open } = gated();
  const queue = new VisitQueue(record, 1, { windowMs: 1, queue: 1 });
  await queue.add(1, visit("b"));
  const recorded = queue.keepIn(folder);
  // It has been refused by now.
  await setImmediate();
  expect(kept(folder)).toEqual(["a"]);
  open();
  await recorded;
  expect(written).toEqual(["b", "a"]);
  await queue.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("who goes on before his visit is recorded leaves it in the journal, until it is", async () => {
  const folder = newFolder();
  const { record, open } = gated();
  const queue = new VisitQueue(record, 1);
  await queue.keepIn(folder);
  await Promise.all([queue.add(1, visit("a")), queue.add(1, visit("b"))]);
  expect(kept(folder)).toEqual(["a", "b"]);
  open();
  await expect.poll(() => kept(folder)).toEqual([]);
  await queue.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("what a process left behind, the next one records whole, once it can", async () => {
  const folder = newFolder();
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const first = new VisitQueue(async () => {
    throw away();
  }, 1);
  await first.keepIn(folder);
  const [one, other] = [visit("a"), visit("b")];
  await Promise.all([first.add(1, one), first.add(2, other)]);
  await first.close();
  expect(told.mock.calls).toEqual([
    ["2 visits to short links are kept, and recorded when the application starts again."],
  ]);

  const written: [number, Visit][] = [];
  const next = new VisitQueue(
    async (accountId, visits) => void written.push(...visits.map((each) => [accountId, each] as [number, Visit])),
  );
  await next.keepIn(folder);
  expect(written).toEqual([
    [1, one],
    [2, other],
  ]);
  await next.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("a file of a process that lives, or may live elsewhere, is left to it; half a line is no visit", () => {
  const folder = newFolder();
  const journal = new VisitJournal(folder);
  journal.keep({ accountId: 1, visit: visit("a") });
  const [own] = readdirSync(folder);
  appendFileSync(join(folder, own!), '{"accountId":1,"vis');
  journal.keep({ accountId: 1, visit: visit("b") });
  appendFileSync(join(folder, own!), '{"accountId":1,"vis');
  expect(readKept(join(folder, own!)).map(({ visit: { code } }) => code)).toEqual(["a", "b"]);
  const [living, elsewhere] = [`${hostname()}.${process.ppid}.1.visits`, "another.1.1.visits"];
  for (const name of [living, elsewhere, "notes.txt"]) writeFileSync(join(folder, name), "");
  // A process's number may have been another's before: in a container it is the same each time.
  expect(leftBehind(folder)).toEqual([join(folder, own!)]);
  expect(leftBehind(newFolder())).toEqual([]);
});

test("there are as many files as there may be, and room again when what they hold is recorded or given away", () => {
  const folder = newFolder();
  const journal = new VisitJournal(folder, { largestFile: 1, files: 2 });
  const keep = (code: string) => journal.keep({ accountId: 1, visit: visit(code) });
  const [first] = ["a", "b"].map(keep);
  expect(() => keep("c")).toThrow("2 files are full");
  first!();
  const recorded = keep("d");
  const given = journal.giveAway();
  expect(given.flatMap((path) => readKept(path).map((each) => each.visit.code))).toEqual(["b", "d"]);
  recorded();
  expect(given.every((path) => existsSync(path))).toBe(true);
  expect(journal.giveAway()).toEqual([]);
  ["e", "f"].map(keep);
  expect(kept(folder).sort()).toEqual(["b", "d", "e", "f"]);
});

test("a file that is full is followed by another, and goes when its own visits are recorded", () => {
  const folder = newFolder();
  const journal = new VisitJournal(folder, { largestFile: 1, files: 2 });
  const [first, second] = ["a", "b"].map((code) => journal.keep({ accountId: 1, visit: visit(code) }));
  expect(readdirSync(folder)).toHaveLength(2);
  first!();
  expect(kept(folder)).toEqual(["b"]);
  second!();
  journal.stop();
  expect(readdirSync(folder)).toEqual([]);
});

test("where nothing can be kept, visits wait in memory, and that is said once", async () => {
  const folder = newFolder();
  writeFileSync(folder, "a file where the folder would be");
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const written: string[] = [];
  const queue = new VisitQueue(async (_, visits) => void written.push(...visits.map(({ code }) => code)), 1);
  await queue.keepIn(folder);
  await Promise.all([queue.add(1, visit("a")), queue.add(1, visit("b"))]);
  await queue.close();
  expect(written).toEqual(["a", "b"]);
  expect(told.mock.calls.map(([text]) => String(text).replace(/:.*/, ""))).toEqual([
    "Visits that wait for the database are kept in memory only",
  ]);
});
