/* What the log of callbacks says, in closed lists: the texts are under `callbackState`, `callbackFault`. */

export const CALLBACK_STATES = ["waiting", "done", "failed", "refused"] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

export const CALLBACK_KINDS = ["ack", "click"] as const;
export type CallbackKind = (typeof CALLBACK_KINDS)[number];

/**
 * Why a call was not answered with 2xx. `address`: nobody may call it · `redirects`: too many, or to what is no address ·
 * `away`: not tried, for the host had just failed several times · `answer`: the HTTP status says why.
 */
export const CALL_FAULTS = ["address", "redirects", "dns", "connection", "tls", "timeout", "away", "answer"] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** Of those that are not done no more are counted: it stands for "as many or more". */
export const MOST_COUNTED = 1_000;
