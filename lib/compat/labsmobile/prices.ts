import { getCountries, getCountryCallingCode, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import type { PriceOf } from "@/lib/credits/prices";
import { decimal } from "@/lib/messages/change";
import type { Price } from "./response";

const names = new Intl.DisplayNames("en", { type: "region" });

/**
 * Price of a segment by country: what one to a mobile number of it costs, as a price may be set for more digits than
 * the country's own. Unknown countries are left out.
 */
export function pricesOf(countries: readonly string[] | undefined, priceOf: PriceOf): Record<string, Price> {
  const asked = countries && new Set(countries.map((country) => country.toUpperCase()));
  const known = getCountries().filter((country) => !asked || asked.has(country));
  return Object.fromEntries(
    known.map((isocode) => {
      const prefix = getCountryCallingCode(isocode);
      const mobile = getExampleNumber(isocode, examples)?.number.slice(1) ?? prefix;
      return [
        isocode,
        { isocode, prefix, name: names.of(isocode) ?? isocode, credits: Number(decimal(priceOf(mobile))) },
      ];
    }),
  );
}
