/**
 * The codes of the LabsMobile API that are known, with our words. None of them may hold the word "successfully": one
 * official client takes it for success, wherever it stands.
 */
const WORDS = {
  10: "The request has no JSON.",
  11: "The JSON cannot be read.",
  20: "The field message is missing.",
  21: "The message is empty.",
  23: "There are no recipients.",
  24: "There are too many recipients.",
  27: "The message has characters that need ucs2.",
  28: "The subid is longer than 20 characters.",
  30: "The message could not be processed; try again later.",
  35: "The account has not enough credit for this sending.",
  39: "The field scheduled is not a time like 2026-12-31 09:00:00.",
  41: "A test cannot be scheduled.",
  51: "Required data is missing.",
  52: "Scheduled messages not found.",
  401: "The API token is not valid.",
  403: "The user is not known.",
} as const;

export type FaultCode = keyof typeof WORDS;

/** Why a request is not done; nothing of it was recorded. */
export type Fault = { code: FaultCode; message: string };

/** @param detail more exact words for people, in English. */
export const fault = (code: FaultCode, detail: string = WORDS[code]): Fault => ({ code, message: detail });

export const FAULT_CODES = Object.keys(WORDS).map(Number) as FaultCode[];
