import { getCountries } from "libphonenumber-js/max";
import type { Option } from "@/app/_ui/picker";
import type { Fields } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import { hourName, nameOfException, spanName } from "@/lib/messages/filter-names";
import { formatNumber } from "@/lib/messages/numbers";
import { STATUSES } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";

/** Of fields that are chosen from a list, what the account itself has: its campaigns, the countries seen lately. */
export type Own = Readonly<Record<string, readonly { value: string; label: string }[]>>;

/**
 * What each field of the form offers. What is chosen is always among it, also an operator not seen lately: a box
 * that is not there would be a filter that goes away unseen.
 */
export function optionsOf(
  t: Texts,
  formats: Formats,
  fields: Fields,
  own: Own,
  chosen: URLSearchParams,
): Record<string, readonly Option[]> {
  const lists: Record<string, readonly Option[]> = { ...own, country: countries(t, formats, own.country ?? []) };
  for (const [key, { input }] of Object.entries(fields))
    if (input.kind === "choice")
      lists[key] = input.options.map((value) => ({ value, label: t(`${key}.${value}` as TextKey) }));
  if (fields.status) lists.status = STATUSES.map((status) => ({ value: status, label: t(`status.${status}`), status }));
  for (const [key, { input }] of Object.entries(fields)) {
    if (input.kind !== "reference") continue;
    const listed = lists[key] ?? [];
    const missing = [...new Set(chosen.getAll(key))].filter((value) =>
      listed.every((option) => option.value !== value),
    );
    lists[key] = [...missing.map((value) => ({ value, label: value })), ...listed];
  }
  return lists;
}

/** How the values of fields are called that no text holds by itself. */
export function namesOf(t: Texts, formats: Formats, own: Own): Record<string, (value: string) => string> {
  const listed = Object.entries(own).map(([key, list]) => {
    const labels = new Map(list.map(({ value, label }) => [value, label]));
    return [key, (value: string) => labels.get(value) ?? value] as const;
  });
  const names: Record<string, (value: string) => string> = {
    ...Object.fromEntries(listed),
    ...{ msisdn: formatNumber, country: formats.country, creditsFrom: formats.decimal, creditsTo: formats.decimal },
    ...{ hour: hourName, delay: (value: string) => spanName(t, formats, value) },
  };
  return { ...names, except: (value) => nameOfException(t, names, value) };
}

/** Those seen lately first, then all that have telephones, by name. */
function countries(t: Texts, formats: Formats, seen: Own[string]): Option[] {
  const named = (codes: readonly string[], heading: string): Option[] =>
    codes
      .map((value) => ({ value, label: formats.country(value) }))
      .sort((one, other) => one.label.localeCompare(other.label))
      .map((option, index) => (index === 0 ? { ...option, heading } : option));
  const lately = seen.map(({ value }) => value);
  const others = getCountries().filter((code) => !lately.includes(code));
  return [...named(lately, t("monitoring.recently")), ...named(others, t("monitoring.others"))];
}
