import type { Texts } from "@/lib/texts";

/** Parameters that mean the same in several lists; a number is the recipient's in one and the sender's in another. */
export const SHARED = {
  messages: ["period", "msisdn", "sender", "campaign", "label", "subid", "id", "size"],
  clicks: ["period", "msisdn", "sender", "campaign", "label", "subid", "id", "size"],
  inbound: ["period", "person", "size"],
  orphans: ["gateway"],
} as const satisfies Record<string, readonly string[]>;
const NUMBERS = ["msisdn", "person"];

/** The lists of MONITORING, each asked what the other is asked now as far as it understands it; and what has not gone out. */
export function searchTypes(t: Texts, asked: URLSearchParams): { href: string; under: string; label: string }[] {
  const lists = (Object.keys(SHARED) as (keyof typeof SHARED)[]).map((name) => {
    const own: readonly string[] = SHARED[name];
    const number = NUMBERS.find((key) => own.includes(key)) ?? "";
    const pairs = [...asked].map(([key, value]) => [NUMBERS.includes(key) ? number : key, value]);
    const params = new URLSearchParams(pairs.filter(([key]) => own.includes(key!)));
    const under = `/monitoring/${name}`;
    return { href: params.size > 0 ? `${under}?${params}` : under, under, label: t(`dataset.${name}`) };
  });
  const waiting = "/monitoring/scheduled";
  return [...lists, { href: waiting, under: waiting, label: t("scheduled.title") }];
}
