import { getCountries } from "libphonenumber-js/max";
import type { Option } from "@/app/_ui/picker";
import type { Formats } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { formatNumber } from "@/lib/messages/numbers";
import type { Offered } from "@/lib/messages/offered";
import { STATUSES } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";

/**
 * What each field of the form offers. What is chosen is always among it, also an operator not seen lately: a box
 * that is not there would be a filter that goes away unseen.
 */
export function optionsOf(t: Texts, formats: Formats, own: Offered, chosen: URLSearchParams): Record<string, Option[]> {
  const lists: Record<string, Option[]> = { ...own, country: countries(t, formats, own.country) };
  for (const [key, { input }] of Object.entries(messageDataset.fields))
    if (input.kind === "choice")
      lists[key] = input.options.map((value) => ({ value, label: t(`${key}.${value}` as TextKey) }));
  lists.status = STATUSES.map((status) => ({ value: status, label: t(`status.${status}`), status }));
  for (const [key, { input }] of Object.entries(messageDataset.fields)) {
    if (input.kind !== "reference") continue;
    const listed = lists[key] ?? [];
    const missing = [...new Set(chosen.getAll(key))].filter((value) =>
      listed.every((option) => option.value !== value),
    );
    lists[key] = [...missing.map((value) => ({ value, label: value })), ...listed];
  }
  return lists;
}

/** How the values of fields are called that no text holds. */
export function namesOf(formats: Formats, own: Offered): Record<string, (value: string) => string> {
  const listed = (of: keyof Offered) => (value: string) => own[of].find((each) => each.value === value)?.label ?? value;
  return {
    ...{ msisdn: formatNumber, country: formats.country, campaign: listed("campaign"), gateway: listed("gateway") },
    ...{ creditsFrom: formats.decimal, creditsTo: formats.decimal },
  };
}

/** Those seen lately first, then all that have telephones, by name. */
function countries(t: Texts, formats: Formats, seen: Offered["country"]): Option[] {
  const named = (codes: readonly string[], heading: string): Option[] =>
    codes
      .map((value) => ({ value, label: formats.country(value) }))
      .sort((one, other) => one.label.localeCompare(other.label))
      .map((option, index) => (index === 0 ? { ...option, heading } : option));
  const lately = seen.map(({ value }) => value);
  const others = getCountries().filter((code) => !lately.includes(code));
  return [...named(lately, t("monitoring.recently")), ...named(others, t("monitoring.others"))];
}
