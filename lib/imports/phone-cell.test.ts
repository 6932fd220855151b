import fc from "fast-check";
import { expect, test } from "vitest";
import { looksLikePhone, readPhoneCell } from "./phone-cell";

const ok = (repaired: boolean) => ({ ok: true, msisdn: "34600111222", country: "ES", repaired });

test.each(["34600111222", "+34600111222"])("%s is read as it is", (cell) => {
  expect(readPhoneCell(cell, null)).toEqual(ok(false));
});

test.each([
  "3.4600111222E+10",
  "3,4600111222E+10",
  "3.4600111222e10",
  '="34600111222"',
  "'34600111222",
  "34600111222.0",
  "34 600 111 222",
  "+34 600-11-12-22",
  "(34) 600.111.222",
  "0034600111222",
  "34.600.111.222",
  "34,600,111,222",
])("%s is put right", (cell) => {
  expect(readPhoneCell(cell, null)).toEqual(ok(true));
});

test.each(["600111222", "600 111 222", "6.00111222E+8"])("%s needs the country", (cell) => {
  expect(readPhoneCell(cell, "ES")).toEqual(ok(true));
});

test.each(["3.46E+10", "3,46E+10", "3.46001E+10", "3.46E10", "1E+11"])(
  "%s has lost digits that nobody can give back",
  (cell) => {
    expect(readPhoneCell(cell, "ES")).toEqual({ ok: false, reason: "damaged-number" });
  },
);

test("what is empty, or is no number, says so", () => {
  expect(readPhoneCell("  ", "ES")).toEqual({ ok: false, reason: "no-number" });
  for (const cell of ["Ana", "12", "34600", "999999999999999999999", "=1+1", "34600111222 34600111333"])
    expect(readPhoneCell(cell, "ES")).toEqual({ ok: false, reason: "invalid-number" });
});

test("a number in scientific notation with all of its digits is that number", () => {
  fc.assert(
    fc.property(fc.integer({ min: 600_000_000, max: 699_999_999 }), (national) => {
      const digits = `34${national}`;
      const scientific = `${digits[0]}.${digits.slice(1)}E+${digits.length - 1}`;
      expect(readPhoneCell(scientific, null)).toMatchObject({ ok: true, msisdn: digits });
    }),
  );
});

test("whatever stands in a cell, it is a number or a reason", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("ES", "US", null), (cell, country) => {
      const read = readPhoneCell(cell, country);
      if (read.ok) expect(read.msisdn).toMatch(/^\d{4,15}$/);
      else expect(["no-number", "invalid-number", "damaged-number"]).toContain(read.reason);
    }),
  );
});

test("numbers look like numbers, names do not", () => {
  for (const cell of ["600111222", "+34 600 111 222", "3.46E+10", '="34600111222"', "34600111222.0", "(34) 600111222"])
    expect([cell, looksLikePhone(cell)]).toEqual([cell, true]);
  for (const cell of ["Ana", "", "28013", "C/ Mayor 12", "15/03/2026", "2026-03-15 10:00", "1.250,00"])
    expect([cell, looksLikePhone(cell)]).toEqual([cell, false]);
});
