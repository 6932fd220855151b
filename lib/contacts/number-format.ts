import { getCountries, Metadata } from "libphonenumber-js/max";

let patterns: Record<string, string> | undefined;

/**
 * By country a regular expression, in the dialect of Postgres too, of the numbers (digits with country code) that its
 * numbering plan has: what does not match reaches nobody there.
 */
export function numberPatterns(): Readonly<Record<string, string>> {
  patterns ??= Object.fromEntries(
    getCountries().map((country) => {
      const metadata = new Metadata();
      metadata.selectNumberingPlan(country);
      const plan = metadata.numberingPlan as unknown as { callingCode(): string; nationalNumberPattern(): string };
      return [country, `^${plan.callingCode()}(?:${plan.nationalNumberPattern()})$`];
    }),
  );
  return patterns;
}
