/*
 * The words by which a person leaves the list and comes back. Pure. An account may have its own; these are the usual ones.
 * STOP to OPTOUT are what most providers act on by themselves; BAJA, PARAR and ALTO are usual in Spanish. YES, SI and NO
 * are not among them: they are ordinary answers.
 */

export const OUT_WORDS = [
  ...["BAJA", "PARAR", "ALTO", "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "ARRET"],
] as const;
export const IN_WORDS = ["ALTA", "START", "UNSTOP"] as const;

/** What decides for an account. */
export type Words = { out: readonly string[]; in: readonly string[] };
export const USUAL_WORDS: Words = { out: OUT_WORDS, in: IN_WORDS };

/** @param account null: it has no words of its own. */
export const wordsOfAccount = (account: {
  outWords: readonly string[] | null;
  inWords: readonly string[] | null;
}): Words => ({ out: account.outWords ?? OUT_WORDS, in: account.inWords ?? IN_WORDS });

export type Understood = { action: "out" | "in"; keyword: string; match: "whole" | "first" };

/** With more words it is a sentence, whose first word decides nothing. */
const MOST_WORDS = 3;

/**
 * Understands a text as a wish to leave or to come back: the whole of it is one of the words, or its first word of at
 * most three is. Case, accents, quotes and punctuation do not matter.
 */
export function understand(text: string, decisive: Words = USUAL_WORDS): Understood | null {
  const words = wordsOf(text);
  const [first] = words;
  if (first === undefined || words.length > MOST_WORDS) return null;
  const match = words.length === 1 ? "whole" : "first";
  if (decisive.out.includes(first)) return { action: "out", keyword: first, match };
  if (decisive.in.includes(first)) return { action: "in", keyword: first, match };
  return null;
}

/** A word as it is compared: capitals without accents. Null: it is not one word. */
export function asWord(written: string): string | null {
  const [word, ...more] = wordsOf(written);
  return word !== undefined && more.length === 0 ? word : null;
}

/** A hyphen or an apostrophe joins what stands around it (opt-out); other marks part words. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, 1_000).normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase();
  return plain
    .replace(/(?<=[\p{L}\p{N}])[-‐‑'’](?=[\p{L}\p{N}])/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
