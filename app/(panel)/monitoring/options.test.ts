import { expect, test } from "vitest";
import { formatsOf } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { namesOf } from "@/lib/messages/filter-names";
import { textsOf } from "@/lib/texts";
import { optionsOf } from "./options";

const formats = formatsOf({ locale: "en", formats: "en-GB", zone: "UTC" });
const own = {
  campaign: [{ value: "7", label: "Rebajas" }],
  gateway: [{ value: "1", label: "Kannel" }],
  operator: [{ value: "Orange", label: "Orange" }],
  country: [
    { value: "ES", label: "ES" },
    { value: "FR", label: "FR" },
  ],
};
const options = (chosen = "") =>
  optionsOf(textsOf("en"), formats, messageDataset.fields, own, new URLSearchParams(chosen));

test("what is chosen is always offered, so that searching again drops no filter unseen", () => {
  expect(options("campaign=3&campaign=7").campaign?.map(({ value }) => value)).toEqual(["3", "7"]);
  expect(options("operator=Vodafone&operator=Vodafone").operator?.map(({ value }) => value)).toEqual([
    "Vodafone",
    "Orange",
  ]);
});

test("countries seen lately come first, then every other one by name, each once", () => {
  const countries = options().country!;
  expect(countries.slice(0, 2).map(({ label }) => label)).toEqual(["France", "Spain"]);
  const others = countries.slice(2).map(({ label }) => label);
  expect(others).toEqual([...others].sort((one, other) => one.localeCompare(other)));
  expect(new Set(countries.map(({ value }) => value)).size).toBe(countries.length);
  expect(countries.flatMap(({ heading }) => heading ?? [])).toEqual(["Seen lately", "All countries"]);
});

test("every choice has its words", () => {
  for (const [key, list] of Object.entries(options()))
    for (const { label } of list) expect([key, label.includes(`${key}.`)]).toEqual([key, false]);
});

test("a name is told where it is known, and the value itself where it is not", () => {
  const names = namesOf(textsOf("en"), formats, own);
  expect([names.campaign?.("7"), names.campaign?.("99"), names.country?.("ES")]).toEqual(["Rebajas", "99", "Spain"]);
});
