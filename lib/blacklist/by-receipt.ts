import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db";
import { gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Change, Message } from "@/lib/messages/change";
import { FAILED } from "@/lib/messages/status";
import { addToBlacklist } from "./change";
import { OPT_OUT_CODES } from "./on";

/** A receipt that has just been recorded, as far as it matters here. */
type New = { messageId: string; gatewayId: number | null; code: string | null };

const OPT_OUTS = new Set(Object.values(OPT_OUT_CODES).flat());

/**
 * Puts numbers on the blacklist for what receipts have just said: that the person asked for it, or that a message failed
 * for a reason which the account has chosen. A number stays listed whatever comes later.
 *
 * @param changes of the messages that the receipts are about.
 */
export async function blacklistByReceipt(
  tx: Transaction,
  scope: Scope,
  changes: readonly Change[],
  added: readonly New[],
): Promise<void> {
  const on = scope.account.blacklistOn;
  if (on.length === 0) return;
  const failed = changes.filter((change) => isNews(change) && on.includes(change.after.reason ?? ""));
  const asked = on.includes("opt-out") ? await optedOut(tx, scope, added) : new Set<string>();
  const listed = new Map<string, Message>();
  for (const { after } of [...failed, ...changes.filter(({ after }) => asked.has(after.id))])
    listed.set(after.id, after);
  if (listed.size === 0) return;
  const entries = [...listed.values()].map(({ msisdn, sentAt, id, code, reason }) => ({
    ...{ msisdn, source: "receipt" as const, message: { sentAt, id } },
    note: [reason, code].filter(Boolean).join(" · "),
  }));
  await addToBlacklist(tx, scope, entries, [...listed.values()][0]!.updatedAt);
}

const isNews = ({ before, after }: Change) =>
  (FAILED as readonly string[]).includes(after.status) &&
  (before?.status !== after.status || before.reason !== after.reason);

/** The messages whose receipts say so; the same code means something else at another kind of gateway. */
async function optedOut(tx: Transaction, scope: Scope, added: readonly New[]): Promise<Set<string>> {
  const likely = added.filter(({ code, gatewayId }) => gatewayId !== null && code !== null && OPT_OUTS.has(code));
  if (likely.length === 0) return new Set();
  const ids = [...new Set(likely.map(({ gatewayId }) => gatewayId!))];
  const found = await tx
    .select({ id: gateways.id, kind: gateways.kind })
    .from(gateways)
    .where(and(eq(gateways.accountId, scope.accountId), inArray(gateways.id, ids)));
  const kinds = new Map(found.map(({ id, kind }) => [id, kind as string]));
  const says = ({ gatewayId, code }: New) => OPT_OUT_CODES[kinds.get(gatewayId!) ?? ""]?.includes(code!);
  return new Set(likely.filter(says).map(({ messageId }) => messageId));
}
