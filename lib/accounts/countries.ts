import { getCountries, isSupportedCountry } from "libphonenumber-js/max";

/** Countries with telephone numbers, by their ISO 3166 alpha-2 codes: those that complete a national number. */
export const listCountries = (): readonly string[] => getCountries();

export const isCountry = (code: string): boolean => isSupportedCountry(code);
