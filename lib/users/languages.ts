import { LOCALES, type Locale } from "@/lib/texts";

/** How numbers and dates may be written, whatever the language of the words. */
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

/** What a person chose; without a choice the language's own. Stored values of an older list fall back too. */
export function languageOf(chosen: { locale: string; formats: string | null }): { locale: Locale; formats: Formats } {
  const locale = LOCALES.find((each) => each === chosen.locale) ?? "en";
  const formats = FORMATS.find((each) => each === chosen.formats);
  return { locale, formats: formats ?? (locale === "es" ? "es-ES" : "en-GB") };
}
