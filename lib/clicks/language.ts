import { remembering } from "./remembering";

const LONGEST = 35; // BCP 47, 4.4.1: what an implementation should be able to keep

/**
 * The language a browser asks for first, as a tag (`es-ES`) out of its Accept-Language (RFC 9110, 12.5.4); null when it
 * names none.
 */
export const readLanguage = (acceptLanguage: string | undefined): string | null => firstOf(acceptLanguage ?? "");

const firstOf = remembering((acceptLanguage): string | null => {
  let best: { tag: string; weight: number } | null = null;
  for (const range of acceptLanguage.slice(0, 500).split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
    const weight = weightOf(parameters);
    if (!/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag) || tag.length > LONGEST || weight === 0) continue;
    if (!best || weight > best.weight) best = { tag, weight };
  }
  return best && canonical(best.tag);
});

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => /^q=/i.test(parameter));
  if (given === undefined) return 1;
  const weight = Number(given.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
