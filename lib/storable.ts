/** NUL, which Postgres refuses, and half a surrogate pair, which would become another character on its way there. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/** @param instead of each character that Postgres does not keep. */
export const storable = (text: string, instead = "\ufffd"): string => text.replace(UNSTORABLE, instead);

export const isStorable = (text: string): boolean => text.search(UNSTORABLE) < 0;
