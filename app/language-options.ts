import { LOCALES } from "@/lib/texts";

/** The languages of the texts, each named in itself. */
export const languageOptions = () =>
  LOCALES.map((locale) => {
    const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
    return { value: locale, label: name.charAt(0).toLocaleUpperCase(locale) + name.slice(1) };
  });
