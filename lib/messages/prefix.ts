/** Finds what the longest beginning of a number stands for: prices and routes are kept so. */
export function byPrefix<T>(entries: Iterable<readonly [prefix: string, of: T]>): (msisdn: string) => T | undefined {
  const known = new Map(entries);
  const longest = Math.max(0, ...[...known.keys()].map(({ length }) => length));
  return (msisdn) => {
    for (let length = Math.min(longest, msisdn.length); length > 0; length--) {
      const found = known.get(msisdn.slice(0, length));
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Digits, as a number begins: with the country code, never with 0. */
export const PREFIX = /^[1-9]\d{0,14}$/;
