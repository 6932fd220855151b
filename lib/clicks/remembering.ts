/** A longer text is a client's invention, and would fill the memory. */
const LONGEST = 500;
const MOST = 1_000;

/** A pure function of a text that remembers what it said last: people come with a few dozen browsers, each many times. */
export function remembering<T>(of: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const said = of(text);
    if (kept.size >= MOST) kept.clear();
    if (text.length <= LONGEST) kept.set(text, said);
    return said;
  };
}
