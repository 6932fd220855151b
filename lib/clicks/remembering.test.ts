import { expect, test } from "vitest";
import { remembering } from "./remembering";

test("the same text is read once; many, and long ones, do not fill the memory", () => {
  const read: string[] = [];
  const lengthOf = remembering((text) => {
    read.push(text);
    return text.length;
  });
  expect(["one", "three", "one"].map(lengthOf)).toEqual([3, 5, 3]);
  expect(read).toEqual(["one", "three"]);
  const long = "x".repeat(501);
  expect([lengthOf(long), lengthOf(long)]).toEqual([501, 501]);
  expect(read.filter((text) => text === long)).toHaveLength(2);
  for (let i = 0; i < 1_000; i++) lengthOf(`${i}`);
  lengthOf("one");
  expect(read.filter((text) => text === "one")).toHaveLength(2);
});
