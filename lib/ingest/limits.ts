/** Bounds of what one request can bring in; told in the API's description. */
export const MOST_MESSAGES = 10_000;
/** Characters of a text as it is given, before anything is put into it. */
export const LONGEST_TEXT = 2_000;
export const MOST_RECEIPTS = 1_000;
export const MOST_IMPORTED = 100_000;
