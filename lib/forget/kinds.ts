/** What of a number there was, or was removed, by kind. */
export const KINDS = [
  ...(["contacts", "groups", "blacklist", "messages", "receipts", "clicks", "links", "inbound"] as const),
  ...(["callbacks", "imports", "other"] as const),
] as const;
export type Removed = Partial<Record<(typeof KINDS)[number], number>>;
