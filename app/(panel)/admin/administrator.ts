import { pagePerson, pagePlatform } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";

/** Who administers, and how to write for him: in his account's zone, or in UTC when he has none. */
export async function pageAdministrator(now: Date) {
  const platform = await pagePlatform();
  const { locale, formats, scope } = await pagePerson();
  const zone = scope?.zone ?? "UTC";
  return { platform, locale, zone, t: textsOf(locale), formats: formatsOf({ locale, formats, zone }, now) };
}
