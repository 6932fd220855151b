import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { blacklisted } from "@/lib/blacklist/blacklisted";
import type { Reason } from "@/lib/messages/reasons";
import type { Draft } from "./drafts";

/**
 * Sets to Rejected what goes to a number of the account's blacklist; a test too, which tells what a sending would do.
 * Acceptance decides, for a scheduled sending at its time: what was accepted before the number came onto the list is
 * on its way, and goes.
 */
export async function rejectBlacklisted(tx: Transaction, scope: Scope, drafts: readonly Draft[]): Promise<void> {
  const sendable = drafts.filter(({ reason }) => reason === null);
  const barred = await blacklisted(
    tx,
    scope,
    sendable.map(({ msisdn }) => msisdn),
  );
  for (const draft of sendable) if (barred.has(draft.msisdn)) reject(draft, "blacklist");
}

export function reject(draft: Draft, reason: Reason): void {
  draft.status = "rejected";
  draft.reason = reason;
}
