/** Why a message failed, in one closed list; the words for people are in the texts under `reason.*`. */
export const REASONS = [
  "unknown_subscriber",
  "absent",
  "handset_full",
  "blocked",
  "invalid_number",
  "filtered",
  "temporary",
  "expired",
  "account",
  "duplicate",
  "cancelled",
  "unknown",
  "blacklist",
  "no_credit",
  "invalid_sender",
] as const;
export type Reason = (typeof REASONS)[number];
