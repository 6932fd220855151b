import { span, splitOnce } from "@/lib/dataset/report-fields";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";
import { formatNumber } from "./numbers";

/* How the values of filters are called that no text holds by itself. */

/** Of fields that are chosen from a list, what the account itself has: its campaigns, the countries seen lately. */
export type Own = Readonly<Record<string, readonly { value: string; label: string }[]>>;

/** By the field; of a field that is not here a value is its own name. */
export function namesOf(t: Texts, formats: Formats, own: Own): Record<string, (value: string) => string> {
  const listed = Object.entries(own).map(([key, list]) => {
    const labels = new Map(list.map(({ value, label }) => [value, label]));
    return [key, (value: string) => labels.get(value) ?? value] as const;
  });
  const names: Record<string, (value: string) => string> = {
    ...Object.fromEntries(listed),
    ...{ msisdn: formatNumber, country: formats.country, creditsFrom: formats.decimal, creditsTo: formats.decimal },
    ...{ hour: hourName, delay: (value: string) => spanName(t, formats, value, "span") },
    processing: (value) => spanName(t, formats, value, "processed"),
    since: (value) => spanName(t, formats, value, "sinceDelivery"),
  };
  return { ...names, except: (value) => nameOfException(t, names, value) };
}

/** An hour of the day, from `0`. */
export const hourName = (value: string): string => `${value.padStart(2, "0")}:00–${value.padStart(2, "0")}:59`;

/** A span as it is written in the address, in words that go on a sentence: "confirmed in less than 10 sec". */
function spanName(t: Texts, formats: Formats, written: string, words: "span" | "processed" | "sinceDelivery"): string {
  const value = span().read([written]);
  if (typeof value === "symbol") return written;
  if (value === "none") return t(`${words}.none`);
  const of = (seconds: number) => formats.duration(seconds * 1_000);
  if (value.to === null) return value.from === 0 ? t(`${words}.any`) : t(`${words}.beyond`, { from: of(value.from) });
  return value.from === 0
    ? t(`${words}.within`, { to: of(value.to) })
    : t(`${words}.between`, { from: of(value.from), to: of(value.to) });
}

/** What is left out, as it is written in the address: the value's own name, or that there is none. */
export function nameOfException(
  t: Texts,
  names: Readonly<Record<string, (value: string) => string>>,
  written: string,
): string {
  const [of, value] = splitOnce(written);
  if (value === "") return t(`nothingOf.${of}` as TextKey);
  const own = `${of}.${value}` as TextKey;
  return of === "reason" && t.has(own) ? t(own) : (names[of]?.(value) ?? value);
}
