import { headers } from "next/headers";
import { currentPerson } from "@/lib/auth/session";
import { type Locale, localeFrom } from "@/lib/texts";

/** The language of whoever asks: what the person chose, else the browser's. */
export async function pageLocale(): Promise<Locale> {
  // Without a database there is no person, but what the page then says still has a language.
  const person = await currentPerson().catch(() => null);
  return localeFrom(person?.locale ?? (await headers()).get("accept-language"));
}
