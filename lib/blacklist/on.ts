/**
 * What in a receipt can put its number on the blacklist, as the account chooses. `opt-out`: the gateway says that the
 * person asked not to get messages; the others are reasons after which no message will ever arrive, or should.
 */
export const BLACKLIST_ON = ["opt-out", "blocked", "unknown_subscriber", "invalid_number"] as const;
export type BlacklistOn = (typeof BLACKLIST_ON)[number];

/** Codes by which a kind of gateway says that the person asked: only where its documentation says just that. */
export const OPT_OUT_CODES: Readonly<Record<string, readonly string[]>> = { twilio: ["21610"], vonage: ["9"] };
