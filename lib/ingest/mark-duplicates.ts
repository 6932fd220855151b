import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { recentTexts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { renderTemplate } from "@/lib/messages/template";
import type { Draft } from "./drafts";

/** Sets to Duplicate what has the same recipient and text as a message accepted within the account's window. */
export async function markDuplicates(
  tx: Transaction,
  scope: Scope,
  drafts: readonly Draft[],
  now: Date,
): Promise<void> {
  const minutes = scope.account.duplicateMinutes;
  if (minutes === 0) return;
  const firsts = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.status !== "processed") continue;
    const fingerprint = fingerprintOf(draft);
    if (firsts.has(fingerprint)) draft.status = "duplicate";
    else firsts.set(fingerprint, draft);
  }
  if (firsts.size === 0) return;

  const marks = [...firsts.keys()].sort().map((hex) => {
    return { accountId: scope.accountId, fingerprint: Buffer.from(hex, "hex"), sentAt: now };
  });
  // The mark itself decides, so two requests at the same moment cannot both pass. A Duplicate does not extend the window.
  const passed = await tx.execute<{ fingerprint: string }>(sql`
    ${insertFrom(recentTexts, ["accountId", "fingerprint", "sentAt"], marks)}
    on conflict (account_id, fingerprint) do update set sent_at = excluded.sent_at
      where recent_texts.sent_at <= excluded.sent_at - make_interval(mins => ${minutes}::int)
    returning encode(fingerprint, 'hex') as fingerprint`);
  const fresh = new Set(passed.rows.map(({ fingerprint }) => fingerprint));
  for (const [fingerprint, draft] of firsts) if (!fresh.has(fingerprint)) draft.status = "duplicate";
}

/** Of what was asked: short links differ each time. */
function fingerprintOf({ msisdn, asked }: Draft): string {
  return createHash("sha256")
    .update(`${msisdn}\n${renderTemplate(asked.text, asked.parameters)}`)
    .digest("hex")
    .slice(0, 32);
}
