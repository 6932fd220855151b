import { getCountries } from "libphonenumber-js/max";
import type { Option } from "@/app/_ui/picker";
import type { Fields } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import type { Own } from "@/lib/messages/filter-names";
import { STATUSES } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";

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
