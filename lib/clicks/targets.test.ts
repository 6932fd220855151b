import { expect, test } from "vitest";
import { Targets } from "./targets";

const target = (accountId: number, code: string) => ({ url: `https://${accountId}.example/${code}`, messageId: code });

/** Every code leads to an address with its name, but those that begin with `x`. */
function counting() {
  const asked: [number, readonly string[]][] = [];
  const read = async (accountId: number, codes: readonly string[]) => {
    asked.push([accountId, codes]);
    const known = codes.filter((code) => !code.startsWith("x"));
    return new Map(known.map((code) => [code, target(accountId, code)]));
  };
  return { asked, read };
}

test("what is asked at the same time is looked up together, an account at a time", async () => {
  const { asked, read } = counting();
  const targets = new Targets(read);
  const found = await Promise.all([
    targets.find(1, "a"),
    targets.find(1, "b"),
    targets.find(2, "a"),
    targets.find(1, "a"),
  ]);
  expect(found).toEqual([target(1, "a"), target(1, "b"), target(2, "a"), target(1, "a")]);
  expect(asked).toEqual([
    [1, ["a", "b"]],
    [2, ["a"]],
  ]);
});

test("what is known is not asked again; what is not there is", async () => {
  const { asked, read } = counting();
  const targets = new Targets(read);
  for (const code of ["a", "a", "x", "x"]) await targets.find(1, code);
  expect(asked.map(([, codes]) => codes)).toEqual([["a"], ["x"], ["x"]]);
  expect(await targets.find(1, "x")).toBeNull();
});

test("memory is bounded: what was not asked for longest goes first", async () => {
  const { asked, read } = counting();
  const targets = new Targets(read, { known: 2, together: 10 });
  for (const code of ["a", "b", "a", "c", "a", "b"]) await targets.find(1, code);
  expect(asked.map(([, codes]) => codes)).toEqual([["a"], ["b"], ["c"], ["b"]]);
});

test("no question grows without bound", async () => {
  const { asked, read } = counting();
  const targets = new Targets(read, { known: 100, together: 2 });
  await Promise.all(["a", "b", "c", "d", "e"].map((code) => targets.find(1, code)));
  expect(asked.map(([, codes]) => codes)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
});

test("a database that is away fails those who ask now, and nobody later", async () => {
  let there = false;
  const targets = new Targets(async () => {
    if (!there) throw new Error("away");
    return new Map([["a", target(1, "a")]]);
  });
  await expect(targets.find(1, "a")).rejects.toThrow("away");
  there = true;
  expect(await targets.find(1, "a")).toEqual(target(1, "a"));
  there = false;
  expect(await targets.find(1, "a")).toEqual(target(1, "a"));
});
