import type { Words } from "@/lib/dataset/tell";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from ".";

/**
 * How one reader says a question.
 * @param names how values of a field are called that no text holds: countries, campaigns, grouped numbers.
 */
export function wordsOf(t: Texts, formats: Formats, names: Record<string, (value: string) => string>): Words {
  return {
    // The kernel puts keys together out of names of datasets and fields; the tests of the sentence hold them to the texts.
    text: (key, values) => t(key as TextKey, values),
    has: (key) => t.has(key as TextKey),
    name: (field, value) => names[field]?.(value) ?? value,
    days: (from, to) => formats.days(from, to, t("tell.to")),
    minute: formats.localMinute,
  };
}
