import { periodFault } from "@/lib/dataset/form";
import { messageDataset } from "@/lib/messages/dataset";
import type { TextKey, Texts } from "@/lib/texts";

/** Why each parameter that could not be read could not, in the reader's words. */
export function faultsOf(t: Texts, unreadable: readonly string[], params: URLSearchParams): Record<string, string> {
  return Object.fromEntries(unreadable.map((key) => [key, t(faultOf(t, key, params.get(key) ?? ""))]));
}

function faultOf(t: Texts, key: string, value: string): TextKey {
  if (key === "period") return `unreadable.${periodFault(value)}`;
  if (key === "after" || key === "before") return "unreadable.page";
  const own = `unreadable.${key}` as TextKey;
  if (t.has(own)) return own;
  const field = Object.entries(messageDataset.fields).find(([each]) => each === key)?.[1];
  return field?.input.kind === "text" ? "unreadable.text" : "unreadable.choice";
}
