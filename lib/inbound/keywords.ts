/*
 * The words by which a person leaves the list and comes back. Pure, and the one place: the settings show them.
 * STOP to OPTOUT are what most providers act on by themselves; BAJA, PARAR and ALTO are usual in Spanish. YES, SI and NO
 * are not among them: they are ordinary answers.
 */

export const OUT_WORDS = [
  ...["BAJA", "PARAR", "ALTO", "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "ARRET"],
] as const;
export const IN_WORDS = ["ALTA", "START", "UNSTOP"] as const;

export type Understood = { action: "out" | "in"; keyword: string; match: "whole" | "first" };

/** With more words it is a sentence, whose first word decides nothing. */
const MOST_WORDS = 3;

/**
 * Understands a text as a wish to leave or to come back: the whole of it is one of the words, or its first word of at
 * most three is. Case, accents, quotes and punctuation do not matter.
 */
export function understand(text: string): Understood | null {
  const words = wordsOf(text);
  const [first] = words;
  if (first === undefined || words.length > MOST_WORDS) return null;
  const match = words.length === 1 ? "whole" : "first";
  if (OUT_WORDS.some((word) => word === first)) return { action: "out", keyword: first, match };
  if (IN_WORDS.some((word) => word === first)) return { action: "in", keyword: first, match };
  return null;
}

/** A hyphen or an apostrophe joins what stands around it (opt-out); other marks part words. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, 1_000).normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase();
  return plain
    .replace(/(?<=[\p{L}\p{N}])[-‐‑'’](?=[\p{L}\p{N}])/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
