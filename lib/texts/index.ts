import { createTranslator } from "use-intl/core";
import type { Scope } from "@/lib/auth/scope";
import adminEn from "./en/admin.json";
import authEn from "./en/auth.json";
import clicksEn from "./en/clicks.json";
import commonEn from "./en/common.json";
import fieldsEn from "./en/fields.json";
import monitoringEn from "./en/monitoring.json";
import settingsEn from "./en/settings.json";
import adminEs from "./es/admin.json";
import authEs from "./es/auth.json";
import clicksEs from "./es/clicks.json";
import commonEs from "./es/common.json";
import fieldsEs from "./es/fields.json";
import monitoringEs from "./es/monitoring.json";
import settingsEs from "./es/settings.json";

/*
 * Every word people read, in a file a room and language. A room holds sections (`status`, `login` …); a section's name
 * is used once in all rooms, so that a key needs no room: t("status.delivered").
 */

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

const english = { ...commonEn, ...fieldsEn, ...monitoringEn, ...clicksEn, ...authEn, ...settingsEn, ...adminEn };
const spanish: typeof english = {
  ...commonEs,
  ...fieldsEs,
  ...monitoringEs,
  ...clicksEs,
  ...authEs,
  ...settingsEs,
  ...adminEs,
};
const WORDS: Record<Locale, typeof english> = { en: english, es: spanish };

/** Exported for the test that holds the languages together. */
export const ROOMS = {
  en: {
    common: commonEn,
    fields: fieldsEn,
    monitoring: monitoringEn,
    clicks: clicksEn,
    auth: authEn,
    settings: settingsEn,
    admin: adminEn,
  },
  es: {
    common: commonEs,
    fields: fieldsEs,
    monitoring: monitoringEs,
    clicks: clicksEs,
    auth: authEs,
    settings: settingsEs,
    admin: adminEs,
  },
};

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: WORDS[locale] });
export type Texts = ReturnType<typeof translatorOf>;
export type TextKey = Parameters<Texts>[0];

// A translator keeps each text it has parsed, so one a language serves all requests.
const translators = new Map<Locale, Texts>();

/** The translator of a language: `t("section.key", { placeholder })`. An unknown language reads English. */
export function textsOf(locale: string): Texts {
  const known = LOCALES.find((each) => each === locale) ?? "en";
  let texts = translators.get(known);
  if (!texts) {
    texts = translatorOf(known);
    translators.set(known, texts);
  }
  return texts;
}

/** The texts of whoever is asking. */
export const pageTexts = (scope: Scope): Texts => textsOf(scope.locale);

/** The first of the browser's languages that we speak, for pages before the sign-in. */
export function localeFrom(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return LOCALES.find((locale) => locale === wanted.find((each) => LOCALES.some((known) => known === each))) ?? "en";
}
