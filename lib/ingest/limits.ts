/** Bounds of what one request can bring in; told in the API's description. */
export const MOST_MESSAGES = 10_000;
export const MOST_RECEIPTS = 1_000;
export const MOST_IMPORTED = 100_000;
