import { expect, test } from "vitest";
import { readNumber } from "@/lib/messages/numbers";
import { COUNTRIES, networkOf, personOf } from "./countries";

test("every person has a number that acceptance would take for one of his country", () => {
  for (const { code } of COUNTRIES)
    for (let index = 0; index < 300; index++) {
      const { msisdn } = personOf(7, index * 37, [{ code, weight: 1 }]);
      expect(readNumber(`+${msisdn}`, null)).toEqual({ ok: true, msisdn, country: code });
    }
});

test("the same person has the same number in every sending, and hardly anybody shares one", () => {
  const mix = [{ code: "ES", weight: 1 }];
  const numbers = Array.from({ length: 20_000 }, (_, index) => personOf(1, index, mix).msisdn);
  expect(numbers).toEqual(numbers.map((_, index) => personOf(1, index, mix).msisdn));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("operators of a country differ in speed and failures", () => {
  const networks = ["Movistar", "Vodafone", "Orange", null].map((operator) => networkOf({ country: "ES", operator }));
  expect(new Set(networks.map(({ median }) => median)).size).toBe(4);
  expect(new Set(networks.map(({ failing }) => failing)).size).toBe(4);
});
