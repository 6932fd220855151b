/** Languages of the texts, and how numbers and dates may be written. Runs in the browser too. */
export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

export const FORMATS = [
  "en-GB",
  "en-US",
  "en-IE",
  "es-ES",
  "es-MX",
  "es-AR",
  "es-CO",
  "es-CL",
  "es-PE",
  "de-DE",
  "fr-FR",
  "it-IT",
  "pt-PT",
  "pt-BR",
  "nl-NL",
  "ca-ES",
] as const;
export type Formats = (typeof FORMATS)[number];

export const isLocale = (value: string): value is Locale => LOCALES.some((each) => each === value);

/** What a person chose; without a choice the language's own. Stored values of an older list fall back too. */
export function languageOf(chosen: { locale: string; formats: string | null }): { locale: Locale; formats: Formats } {
  const locale = isLocale(chosen.locale) ? chosen.locale : "en";
  const formats = FORMATS.find((each) => each === chosen.formats);
  return { locale, formats: formats ?? (locale === "es" ? "es-ES" : "en-GB") };
}
