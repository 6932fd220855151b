import { expect, test } from "vitest";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { type TextKey, textsOf } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { clickDataset } from "./dataset";
import { RULES } from "./rules";

const clock = { now: new Date("2026-11-22T10:00:00Z"), zone: "Europe/Madrid" };
const EVERY =
  "period=2026-11-01..2026-11-22&msisdn=346*&link=tienda.es&who=person&campaign=7&sender=TIENDA&country=ES" +
  "&device=iPhone&system=iOS&browser=Safari&language=es-ES&rule=person&label=spring&subid=s-1&id=r-1&target=3" +
  "&hour=9&weekday=1&since=10..30&without=device&except=country:FR";

function tell(search: string, locale: "en" | "es") {
  const formats = formatsOf({ locale, formats: locale === "en" ? "en-GB" : "es-ES", zone: clock.zone }, clock.now);
  const own = { campaign: [{ value: "7", label: "Rebajas" }], target: [{ value: "3", label: "https://tienda.es/x" }] };
  const names = namesOf(textsOf(locale), formats, own);
  const { query, unreadable } = readQuery(clickDataset, new URLSearchParams(search), clock);
  expect(unreadable).toEqual([]);
  expect(readQuery(clickDataset, writeQuery(clickDataset, query), clock).query).toEqual(query);
  return tellQuery(clickDataset, query, wordsOf(textsOf(locale), formats, names));
}

test("every filter is told, in its order", () => {
  expect(Object.keys(readQuery(clickDataset, new URLSearchParams(EVERY), clock).query.filter)).toEqual(
    Object.keys(clickDataset.fields),
  );
  expect(tell(EVERY, "en").sentence).toBe(
    "Visits 1 to 22 November 2026 to links sent to numbers that begin with 346, of links with “tienda.es”, by people, " +
      "of the campaign Rebajas, sent by TIENDA, from Spain, on iPhone, with iOS, in Safari, in the language es-ES, " +
      "judged: Nothing speaks for a robot, labelled “spring”, with subid s-1, of the message r-1, " +
      "to https://tienda.es/x, 09:00–09:59, on Monday, after 10 secs to 30 secs from the delivery, " +
      "without a device, but not France",
  );
});

test("and in Spanish", () => {
  expect(tell("period=2026-11-01..2026-11-22&who=person&country=MX&browser=Safari", "es").sentence).toBe(
    "Visitas del 1 al 22 de noviembre de 2026, de personas, desde México, con el navegador Safari",
  );
});

test.each(["en", "es"])("every column, rule and field has its words in %s", (locale) => {
  const t = textsOf(locale);
  const keys = [
    ...clickDataset.columns.map(({ key }) => `column.${key}`),
    ...Object.keys(clickDataset.fields).map((key) => `field.${key}`),
    ...RULES.map((rule) => `rule.${rule}`),
    ...clickDataset.sorts.map((sort) => `sort.${sort}`),
  ];
  expect(keys.filter((key) => !t.has(key as TextKey))).toEqual([]);
});
