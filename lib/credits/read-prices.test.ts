import { expect, test } from "vitest";
import { MOST_PRICES, readPrices, writePrices } from "./read-prices";

test("a price table is read as people write it", () => {
  const read = readPrices("34 0.797\n\n +346;0,8\r\n1809\t2.5\n49=10\n7 0");
  expect(read).toEqual({
    prices: [
      { prefix: "34", credits: "0.7970" },
      { prefix: "346", credits: "0.8000" },
      { prefix: "1809", credits: "2.5000" },
      { prefix: "49", credits: "10.0000" },
      { prefix: "7", credits: "0.0000" },
    ],
  });
  if ("prices" in read) expect(writePrices(read.prices)).toBe("34 0.797\n346 0.8\n1809 2.5\n49 10\n7 0");
  expect(readPrices("")).toEqual({ prices: [] });
});

test("the line that cannot be read is named, and nothing is taken", () => {
  expect(readPrices("34 0.797\n\nSpain 1")).toEqual({ line: 3 });
  expect(readPrices("34 0.797\n34 0.8")).toEqual({ line: 2 });
  for (const line of ["34", "034 1", "34 -1", "34 1.23456", "34 1e3", "34 1 2", "34, 1.5"])
    expect([line, readPrices(line)]).toEqual([line, { line: 1 }]);
  const many = Array.from({ length: MOST_PRICES + 1 }, (_, i) => `${1_000 + i} 1`).join("\n");
  expect(readPrices(many)).toEqual({ line: MOST_PRICES + 1 });
});

test("what is written is read again as it was", () => {
  const prices = [
    { prefix: "34", credits: "100.0000" },
    { prefix: "346", credits: "0.0500" },
    { prefix: "7", credits: "0.0000" },
  ];
  expect(readPrices(writePrices(prices))).toEqual({ prices });
});
