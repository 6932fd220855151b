import { createTranslator } from "use-intl/core";
import type { Scope } from "@/lib/auth/scope";
import adminEn from "./en/admin.json";
import agendaEn from "./en/agenda.json";
import authEn from "./en/auth.json";
import callbacksEn from "./en/callbacks.json";
import campaignsEn from "./en/campaigns.json";
import clicksEn from "./en/clicks.json";
import commonEn from "./en/common.json";
import creditsEn from "./en/credits.json";
import fieldsEn from "./en/fields.json";
import gatewaysEn from "./en/gateways.json";
import helpEn from "./en/help.json";
import importsEn from "./en/imports.json";
import inboundEn from "./en/inbound.json";
import monitoringEn from "./en/monitoring.json";
import sendEn from "./en/send.json";
import settingsEn from "./en/settings.json";
import statisticsEn from "./en/statistics.json";
import adminEs from "./es/admin.json";
import agendaEs from "./es/agenda.json";
import authEs from "./es/auth.json";
import callbacksEs from "./es/callbacks.json";
import campaignsEs from "./es/campaigns.json";
import clicksEs from "./es/clicks.json";
import commonEs from "./es/common.json";
import creditsEs from "./es/credits.json";
import fieldsEs from "./es/fields.json";
import gatewaysEs from "./es/gateways.json";
import helpEs from "./es/help.json";
import importsEs from "./es/imports.json";
import inboundEs from "./es/inbound.json";
import monitoringEs from "./es/monitoring.json";
import sendEs from "./es/send.json";
import settingsEs from "./es/settings.json";
import statisticsEs from "./es/statistics.json";

/*
 * Every word people read, in a file a room and language. A room holds sections (`status`, `login` …); a section's name
 * is used once in all rooms, so that a key needs no room: t("status.delivered").
 */

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

/** Exported for the test that holds the languages together. */
export const ROOMS = {
  en: {
    admin: adminEn,
    agenda: agendaEn,
    auth: authEn,
    callbacks: callbacksEn,
    campaigns: campaignsEn,
    clicks: clicksEn,
    common: commonEn,
    credits: creditsEn,
    fields: fieldsEn,
    gateways: gatewaysEn,
    help: helpEn,
    imports: importsEn,
    inbound: inboundEn,
    monitoring: monitoringEn,
    send: sendEn,
    settings: settingsEn,
    statistics: statisticsEn,
  },
  es: {
    admin: adminEs,
    agenda: agendaEs,
    auth: authEs,
    callbacks: callbacksEs,
    campaigns: campaignsEs,
    clicks: clicksEs,
    common: commonEs,
    credits: creditsEs,
    fields: fieldsEs,
    gateways: gatewaysEs,
    help: helpEs,
    imports: importsEs,
    inbound: inboundEs,
    monitoring: monitoringEs,
    send: sendEs,
    settings: settingsEs,
    statistics: statisticsEs,
  },
};

const english = {
  ...adminEn,
  ...agendaEn,
  ...authEn,
  ...callbacksEn,
  ...campaignsEn,
  ...clicksEn,
  ...commonEn,
  ...creditsEn,
  ...fieldsEn,
  ...gatewaysEn,
  ...helpEn,
  ...importsEn,
  ...inboundEn,
  ...monitoringEn,
  ...sendEn,
  ...settingsEn,
  ...statisticsEn,
};
const spanish: typeof english = {
  ...adminEs,
  ...agendaEs,
  ...authEs,
  ...callbacksEs,
  ...campaignsEs,
  ...clicksEs,
  ...commonEs,
  ...creditsEs,
  ...fieldsEs,
  ...gatewaysEs,
  ...helpEs,
  ...importsEs,
  ...inboundEs,
  ...monitoringEs,
  ...sendEs,
  ...settingsEs,
  ...statisticsEs,
};
const WORDS: Record<Locale, typeof english> = { en: english, es: spanish };

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: WORDS[locale] });
export type Texts = ReturnType<typeof translatorOf>;
export type TextKey = Parameters<Texts>[0];

// A translator keeps each text it has parsed, so one a language serves all requests.
const translators = new Map<Locale, Texts>();

/** English for a language that we do not speak. */
export const knownLocale = (locale: string): Locale => LOCALES.find((each) => each === locale) ?? "en";

/** The translator of a language: `t("section.key", { placeholder })`. */
export function textsOf(locale: string): Texts {
  const known = knownLocale(locale);
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
