import type { Fields } from "@/lib/dataset/dataset";
import { periodFault } from "@/lib/dataset/form";
import type { TextKey, Texts } from "@/lib/texts";

/** Why each parameter that could not be read could not, in the reader's words. */
export function faultsOf(
  t: Texts,
  fields: Fields,
  unreadable: readonly string[],
  params: URLSearchParams,
): Record<string, string> {
  return Object.fromEntries(unreadable.map((key) => [key, t(faultOf(t, fields, key, params.get(key) ?? ""))]));
}

function faultOf(t: Texts, fields: Fields, key: string, value: string): TextKey {
  if (key === "period") return `unreadable.${periodFault(value)}`;
  if (key === "after" || key === "before") return "unreadable.page";
  const own = `unreadable.${key}` as TextKey;
  if (t.has(own)) return own;
  return fields[key]?.input.kind === "text" ? "unreadable.text" : "unreadable.choice";
}
