import { expect, test } from "vitest";
import { FieldError } from "@/lib/fields";
import { readSettings } from "./read-settings";

const form = (given: Record<string, string>) => {
  const data = new FormData();
  const all = { encoding: "utf-8", separator: "comma", "column-0": "number", country: "ES", mode: "add", ...given };
  for (const [name, value] of Object.entries(all)) data.set(name, value);
  return data;
};

test("a group that is named is made, chosen or not", () => {
  expect(readSettings(form({ group: "new", groupName: " Vigo " })).group).toEqual({ name: "Vigo" });
  expect(readSettings(form({ group: "", groupName: "Vigo" })).group).toEqual({ name: "Vigo" });
  expect(() => readSettings(form({ group: "new", groupName: " " }))).toThrow(FieldError);
});

test("a group that is chosen wins, and none needs no name", () => {
  expect(readSettings(form({ group: "7", groupName: "Vigo" })).group).toEqual({ id: 7 });
  expect(readSettings(form({ group: "", groupName: "" })).group).toBeNull();
});
