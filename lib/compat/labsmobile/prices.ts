import { getCountries, getCountryCallingCode } from "libphonenumber-js/max";
import type { Price } from "./response";

const names = new Intl.DisplayNames("en", { type: "region" });

/** Price of a segment by country. One credit everywhere, as acceptance charges; unknown countries are left out. */
export function pricesOf(countries: readonly string[] | undefined): Record<string, Price> {
  const asked = countries && new Set(countries.map((country) => country.toUpperCase()));
  const known = getCountries().filter((country) => !asked || asked.has(country));
  return Object.fromEntries(
    known.map((isocode) => {
      const prefix = getCountryCallingCode(isocode);
      return [isocode, { isocode, prefix, name: names.of(isocode) ?? isocode, credits: 1 }];
    }),
  );
}
