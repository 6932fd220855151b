import { listCountries } from "@/lib/accounts/countries";
import type { Formats } from "@/lib/format";

/** Countries by their names in the reader's language, "none" first. */
export function countryOptions(formats: Pick<Formats, "country">, locale: string, none: string) {
  const named = listCountries().map((code) => ({ value: code, label: formats.country(code) }));
  const { compare } = new Intl.Collator(locale);
  return [{ value: "", label: none }, ...named.sort((one, other) => compare(one.label, other.label))];
}
