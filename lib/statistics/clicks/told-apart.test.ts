import { expect, test } from "vitest";
import { toldApart } from "./told-apart";

test("addresses of one site are told apart by what differs", () => {
  expect(
    toldApart(["https://www.shop.es/sales/new", "https://www.shop.es/sales/", "https://www.shop.es/salt", "3 others"]),
  ).toEqual(["…/sales/new", "…/sales/", "…/salt", "3 others"]);
});

test("addresses of several sites keep theirs", () => {
  expect(toldApart(["https://a.es/x", "https://b.es/x", "http://a.es/"])).toEqual(["a.es/x", "b.es/x", "a.es/"]);
  expect(toldApart(["https://a.es/x/y"])).toEqual(["a.es/x/y"]);
});

test("names that are no addresses stay", () => {
  expect(toldApart(["Android", "iPhone"])).toEqual(["Android", "iPhone"]);
  expect(toldApart([])).toEqual([]);
});
