import fc from "fast-check";
import { expect, test } from "vitest";
import { storable } from "@/lib/storable";
import { readQuery } from "./text";

const read = (search: string) => [...readQuery(`/get/send.php?${search}`)];

test.each([
  [
    "a=1&b=2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "msisdn=1&msisdn=2",
    [
      ["msisdn", "1"],
      ["msisdn", "2"],
    ],
  ],
  ["message=Hola+t%C3%BA", [["message", "Hola tú"]]],
  ["message=Hola%20t%FA", [["message", "Hola tú"]]],
  ["message=5%80+%93a%94", [["message", "5€ “a”"]]],
  ["message=5%E2%82%AC", [["message", "5€"]]],
  ["message=tú 中 😀", [["message", "tú 中 😀"]]],
  [
    "message=100%&x=%zz%4",
    [
      ["message", "100%"],
      ["x", "%zz%4"],
    ],
  ],
  [
    "a=b=c&&d&=e",
    [
      ["a", "b=c"],
      ["d", ""],
      ["", "e"],
    ],
  ],
])("%j is read", (search, pairs) => {
  expect(read(search)).toEqual(pairs);
});

test("a target without a query has no parameters", () => {
  expect([...readQuery("/get/send.php")]).toEqual([]);
  expect([...readQuery("/get/send.php?")]).toEqual([]);
});

test("what URLSearchParams writes is read back", () => {
  const pairs = fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })));
  fc.assert(
    fc.property(pairs, (pairs) => {
      expect(read(String(new URLSearchParams(pairs)))).toEqual(pairs);
    }),
  );
});

test("what Postgres cannot keep is replaced", () => {
  expect(storable("a\0b\ud83dc\ude00😀")).toBe("a\ufffdb\ufffdc\ufffd😀");
});
