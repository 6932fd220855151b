import { expect, test } from "vitest";
import { commonArrays, looksAt } from "./path";

const looked = (root: unknown, paths: string[]) =>
  [...looksAt(root, commonArrays(paths)!)].map(({ look }) => paths.map(look));

test("a path leads through objects to a plain value, and nowhere else", () => {
  const root = { a: { b: { c: " x ", n: 0, t: true, z: null, list: ["p"] } }, constructor: "own" };
  expect(looked(root, ["a.b.c", "a.b.n", "a.b.t", "constructor"])).toEqual([["x", "0", "true", "own"]]);
  expect(looked(root, ["a.b", "a.b.z", "a.x.c", "a.b.c.d", "toString", "a.__proto__.b", "a.b.list"])).toEqual([
    ["", "", "", "", "", "", ""],
  ]);
  expect(looked(root, ["a.b.list.0"])).toEqual([["p"]]);
  for (const none of [null, 1, "a", [], [{ a: 1 }]]) expect(looked(none, ["a"])).toEqual([[""]]);
});

test("an array is gone through element by element, with what it stands in beside it", () => {
  const root = { at: "now", r: [{ id: 1, s: "x" }, { id: 2 }, null] };
  expect(looked(root, ["at", "r[].id", "r[].s"])).toEqual([
    ["now", "1", "x"],
    ["now", "2", ""],
    ["now", "", ""],
  ]);
  expect(looked([{ id: 1 }, { id: 2 }], ["[].id"])).toEqual([["1"], ["2"]]);
  expect(looked({ ids: ["a", "b"] }, ["ids[]"])).toEqual([["a"], ["b"]]);
  for (const none of [{}, { r: {} }, { r: "x" }, null]) expect(looked(none, ["at", "r[].id"])).toEqual([]);
});

test("arrays inside arrays keep together what belongs together", () => {
  const root = { g: [{ n: "A", m: { to: [{ s: 1 }, { s: 2 }] } }, { n: "B", m: { to: [{ s: 3 }] } }, { n: "C" }] };
  expect(looked(root, ["g[].m.to[].s", "g[].n"])).toEqual([
    ["1", "A"],
    ["2", "A"],
    ["3", "B"],
  ]);
});

test("arrays side by side belong to nothing common", () => {
  expect(commonArrays(["a", "b.c"])).toEqual([]);
  expect(commonArrays(["a[].x", "a[].b.c[].d", "e"])).toEqual(["a[]", "a[].b.c[]"]);
  expect(commonArrays(["a[].x", "b[].x"])).toBeNull();
  expect(commonArrays(["a[].b[].x", "a[].c[].x"])).toBeNull();
  expect(commonArrays(["ab[].x", "a[].x"])).toBeNull();
});
