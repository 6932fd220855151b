import fc from "fast-check";
import examples from "libphonenumber-js/examples.mobile.json";
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { formatNumber, readNumber } from "./numbers";

const ok = (msisdn: string, country: string | null) => ({ ok: true, msisdn, country });
const refused = (msisdn: string) => ({ ok: false, msisdn, reason: "invalid_number" });

describe("a number with its country code", () => {
  test.each([
    "34600111222",
    "+34600111222",
    "0034600111222",
    "+0034600111222",
    "+34 600 11 12 22",
    " (+34) 600-111-222 ",
    "34.600.111.222",
    "+34/600 111 222",
    "+34\u00a0600\u2011111\u2013222",
    "\u202a+34 600 111 222\u202c",
    "＋３４６００１１１２２２",
    "٣٤٦٠٠١١١٢٢٢",
    "34600111222.0",
    "34600111222,00",
  ])("%j is 34600111222", (input) => {
    expect(readNumber(input, null)).toEqual(ok("34600111222", "ES"));
    expect(readNumber(input, "ES")).toEqual(ok("34600111222", "ES"));
    expect(readNumber(input, "FR")).toEqual(ok("34600111222", "ES"));
  });

  test.each([
    ["34600000001", "34600000001", "ES"],
    ["12015550123", "12015550123", "US"],
    ["+1 604 555 0123", "16045550123", "CA"],
    ["+44 (0)7400 123456", "447400123456", "GB"],
    ["+7 701 234 5678", "77012345678", "KZ"],
    ["4917012345678", "4917012345678", "DE"],
    ["5215512345678", "525512345678", "MX"],
    ["8816612345678", "8816612345678", null],
  ])("%j is %s of %s", (input, msisdn, country) => {
    expect(readNumber(input, null)).toEqual(ok(msisdn, country));
  });
});

describe("a national number", () => {
  test.each([
    ["600 11 12 22", "ES", "34600111222"],
    ["600111222.0", "ES", "34600111222"],
    ["06 12 34 56 78", "FR", "33612345678"],
    ["0170 1234567", "DE", "491701234567"],
    ["(201) 555-0123", "US", "12015550123"],
    ["011 34 600 111 222", "US", "34600111222"],
    ["8 916 123-45-67", "RU", "79161234567"],
    ["912 345 678", "ES", "34912345678"],
  ])("%j in %s is %s", (input, country, msisdn) => {
    expect(readNumber(input, country)).toMatchObject({ ok: true, msisdn });
  });

  test("of home wins where it could be a number of another country", () => {
    expect(readNumber("687751234", null)).toEqual(ok("687751234", "NC"));
    expect(readNumber("687751234", "ES")).toEqual(ok("34687751234", "ES"));
    expect(readNumber("+687751234", "ES")).toEqual(ok("687751234", "NC"));
    expect(readNumber("621234567", "ES")).toEqual(ok("34621234567", "ES"));
    expect(readNumber("13125551234", "CN")).toEqual(ok("8613125551234", "CN"));
    expect(readNumber("13125551234", "US")).toEqual(ok("13125551234", "US"));
  });

  test("is refused without a country, and with one that does not exist", () => {
    expect(readNumber("600111222", null)).toEqual(refused("600111222"));
    expect(readNumber("600111222", "XX")).toEqual(refused("600111222"));
    expect(readNumber("600111222", "")).toEqual(refused("600111222"));
  });
});

describe("a number that libphonenumber does not know as a mobile", () => {
  test("passes when it is possible: only the network knows", () => {
    expect(readNumber("34912345678", null)).toEqual(ok("34912345678", "ES")); // a landline
    expect(readNumber("34512345678", null)).toEqual(ok("34512345678", "ES")); // no known range
    expect(readNumber("10000000000", null)).toEqual(ok("10000000000", null)); // no country's
  });

  test("is refused when it was only made possible by cutting digits off", () => {
    expect(readNumber("88001234567", null)).toEqual(refused("88001234567"));
  });

  test("is not given a country code twice", () => {
    expect(readNumber("346001112", "ES")).toEqual(refused("346001112"));
  });
});

test.each([
  ["", ""],
  ["abc", ""],
  ["+", ""],
  ["999", "999"],
  ["3.46E+10", "34610"],
  ["34 600 111 22x", "3460011122"],
  ["346001112223", "346001112223"],
  ["34600,111222", "34600111222"],
  ["99934600111222", "99934600111222"],
  ["4901234567890123456", "4901234567890123456"],
  ["34600111222 34600111223", "3460011122234600111223".slice(0, 20)],
])("%j is refused, its digits are kept", (input, digits) => {
  expect(readNumber(input, null)).toEqual(refused(digits));
});

test("a number without end is refused at once", () => {
  expect(readNumber("1".repeat(1_000_000), null)).toEqual(refused("1".repeat(20)));
});

/** Mobile numbers of every country, their digits after a random beginning of the library's example made at random. */
const countries = getCountries().filter((country) => examples[country]);
const mobile = fc
  .tuple(fc.constantFrom(...countries), fc.nat({ max: 6 }), fc.stringMatching(/^\d{17}$/))
  .map(([country, kept, digits]) => {
    const example = examples[country];
    const national = example.slice(0, kept) + digits.slice(0, Math.max(0, example.length - kept));
    return { country, national, msisdn: getCountryCallingCode(country) + national };
  });
const theirs = (text: string, defaultCountry?: CountryCode) =>
  parsePhoneNumberFromString(text, { defaultCountry, extract: false });
const isMobileOf = (country: string, msisdn: string) => {
  const number = theirs(`+${msisdn}`);
  const type = number?.getType();
  return (
    number?.country === country &&
    number.number === `+${msisdn}` &&
    (type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE")
  );
};

test("every country's example is read in each notation", () => {
  for (const country of countries) {
    const national = examples[country];
    const msisdn = getCountryCallingCode(country) + national;
    const { country: expected } = theirs(`+${msisdn}`)!;
    for (const written of [`+${msisdn}`, `00${msisdn}`, msisdn])
      expect([written, readNumber(written, null)]).toEqual([written, ok(msisdn, expected ?? null)]);
    expect([country, readNumber(national, country)]).toEqual([country, ok(msisdn, expected ?? null)]);
    expect([country, readNumber(theirs(`+${msisdn}`)!.formatNational(), country)]).toMatchObject([country, { msisdn }]);
  }
});

test("the reading is libphonenumber's, in number and country, and what is possible is what it calls so", () => {
  fc.assert(
    fc.property(mobile, ({ msisdn }) => {
      const number = theirs(`+${msisdn}`);
      const read = readNumber(msisdn, null);
      expect(readNumber(`+${msisdn}`, null)).toEqual(read);
      if (number?.isValid() && number.number.length <= 16)
        expect(read).toEqual(ok(number.number.slice(1), number.country ?? null));
      if (!number?.isPossible() && !/^521\d{10}$/.test(msisdn)) expect(read.ok).toBe(false);
      if (number?.isPossible() && number.number === `+${msisdn}` && msisdn.length <= 15) expect(read.ok).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("a mobile of home is the same number with and without its country code", () => {
  let compared = 0;
  fc.assert(
    fc.property(mobile, ({ country, national, msisdn }) => {
      // Tajik mobiles may begin with 00; whoever writes one so without 992 writes a number of abroad.
      if (!isMobileOf(country, msisdn) || national.startsWith("00")) return;
      compared++;
      expect(readNumber(national, country)).toEqual(ok(msisdn, country));
      expect(readNumber(msisdn, country)).toEqual(ok(msisdn, country));
    }),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(500);
});

test("what was read is read again as itself", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        mobile.map(({ msisdn }) => msisdn),
        fc.stringMatching(/^\d{4,17}$/),
      ),
      fc.constantFrom(null, ...countries),
      (input, country) => {
        const read = readNumber(input, country);
        if (read.ok) expect(readNumber(read.msisdn, null)).toEqual(read);
        expect(read.msisdn).toMatch(read.ok ? /^[1-9]\d{3,14}$/ : /^\d{0,20}$/);
      },
    ),
    { numRuns: 3000 },
  );
});

test("nothing that can be written makes it throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 90 }),
      fc.option(fc.string({ maxLength: 3 })),
      (input, country) => {
        expect(readNumber(input, country).msisdn).toMatch(/^\d{0,20}$/);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ["34600111222", "34 600 111 222"],
  ["33612345678", "33 6 12 34 56 78"],
  ["525512345678", "52 55 1234 5678"],
  ["12015550123", "1 201 555 0123"],
  ["34512345678", "34 512 345 678"],
  ["999999", "999999"],
  ["", ""],
])("%s is shown as %j", (msisdn, shown) => {
  expect(formatNumber(msisdn)).toBe(shown);
});

test("showing a number loses no digit of it", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        mobile.map(({ msisdn }) => msisdn),
        fc.stringMatching(/^[1-9]\d{0,19}$/),
      ),
      (msisdn) => {
        expect(formatNumber(msisdn).replace(/[ -]/g, "")).toBe(msisdn);
      },
    ),
    { numRuns: 2000 },
  );
});
