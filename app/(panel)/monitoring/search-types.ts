import type { Texts } from "@/lib/texts";

/** Parameters that mean the same of messages and of the visits to their links. */
const SHARED = ["period", "msisdn", "sender", "campaign", "label", "subid", "id", "size"];

/** The two lists of MONITORING, each asked what the other is asked now as far as it understands it. */
export function searchTypes(t: Texts, asked: URLSearchParams): { href: string; under: string; label: string }[] {
  const params = new URLSearchParams([...asked].filter(([key]) => SHARED.includes(key)));
  const question = params.size > 0 ? `?${params}` : "";
  return (["messages", "clicks"] as const).map((name) => {
    const under = `/monitoring/${name}`;
    return { href: under + question, under, label: t(`dataset.${name}`) };
  });
}
