import { expect, test } from "vitest";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import { type TextKey, textsOf } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { inboundDataset } from "./dataset";

const clock = { now: new Date("2026-11-22T10:00:00Z"), zone: "Europe/Madrid" };

function tell(search: string, locale: "en" | "es") {
  const formats = formatsOf({ locale, formats: locale === "en" ? "en-GB" : "es-ES", zone: clock.zone }, clock.now);
  const { query, unreadable } = readQuery(inboundDataset, new URLSearchParams(search), clock);
  expect(unreadable).toEqual([]);
  expect(readQuery(inboundDataset, writeQuery(inboundDataset, query), clock).query).toEqual(query);
  const names = { person: formatNumber, gateway: () => "Kannel" };
  return tellQuery(inboundDataset, query, wordsOf(textsOf(locale), formats, names)).sentence;
}

test("every filter is told", () => {
  const every = "period=2026-11-01..2026-11-22&person=346*&text=baja&wish=out&wish=in&ourNumber=217777&gateway=1";
  expect(tell(every, "en")).toBe(
    "Texts received 1 to 22 November 2026 from numbers that begin with 346 with “baja” in the text, " +
      "asking to leave or asking to come back, at 217777, through Kannel",
  );
  expect(tell("period=2026-11-01..2026-11-22&person=34600111222&wish=out", "es")).toBe(
    "Textos recibidos del 1 al 22 de noviembre de 2026 de 34 600 111 222, que piden la baja",
  );
});

test.each(["en", "es"])("every column, wish and field has its words in %s", (locale) => {
  const t = textsOf(locale);
  const keys = [
    ...inboundDataset.columns.map(({ key }) => `column.${key}`),
    ...Object.keys(inboundDataset.fields).map((key) => `field.${key}`),
    ...["out", "in", "none"].map((wish) => `wish.${wish}`),
    ...inboundDataset.sorts.map((sort) => `sort.${sort}`),
  ];
  expect(keys.filter((key) => !t.has(key as TextKey))).toEqual([]);
});
