import { sql } from "drizzle-orm";
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, db } from "@/db";
import { numberPatterns } from "./number-format";

afterAll(closeDatabase);

test("Postgres reads every country's pattern, which takes a real mobile of it and no number that is too short", async () => {
  const numbers = getCountries().flatMap((country) => {
    const example = getExampleNumber(country, examples);
    return example ? [{ country, msisdn: example.number.slice(1) }] : [];
  });
  expect(numbers.length).toBeGreaterThan(200);
  const { rows } = await db.execute<{ country: string; whole: boolean; cut: boolean }>(sql`
    select country, msisdn ~ (patterns ->> country) as whole, left(msisdn, 5) ~ (patterns ->> country) as cut
    from unnest(${sql.param(numbers.map(({ country }) => country))}::text[],
        ${sql.param(numbers.map(({ msisdn }) => msisdn))}::text[]) as given (country, msisdn),
      (select ${JSON.stringify(numberPatterns())}::jsonb as patterns) as known`);
  expect(rows.filter(({ whole, cut }) => !whole || cut)).toEqual([]);
});

test("a Spanish number of the right length that no range has does not match", () => {
  const pattern = new RegExp(numberPatterns().ES!);
  for (const msisdn of ["34600111222", "34711222333", "34912345678"])
    expect([msisdn, pattern.test(msisdn)]).toEqual([msisdn, parsePhoneNumberFromString(`+${msisdn}`)!.isValid()]);
  expect([pattern.test("34123456789"), pattern.test("346001112223")]).toEqual([false, false]);
});
