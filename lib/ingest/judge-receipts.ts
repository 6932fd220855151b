import type { receipts } from "@/db/schema";
import type { Receipt } from "@/lib/gateways/gateway";
import type { Message } from "@/lib/messages/change";
import { FORGOTTEN } from "@/lib/messages/forgotten";
import { type Evidence, FINAL, outcomeOf, verdictOf } from "@/lib/messages/status";

/* The rule of receipts applied to rows. Pure: recording and the generator of sample data judge alike. */

/** A receipt and the request it came in. */
export type Received = {
  gatewayId: number;
  receipt: Receipt;
  /** As it arrived, for the timeline; null for what we say ourselves (a refused hand-over, the sweep). */
  raw: string | null;
  sweep?: boolean;
  /** It had come before its message was known, and waited. */
  early?: boolean;
  receivedAt: Date;
};

export type StoredReceipt = typeof receipts.$inferSelect;

/** The message as the whole set of its receipts says it is. */
export function judged(message: Message, all: readonly StoredReceipt[], now: Date): Message {
  const after = { ...message, receipts: Math.min(all.length, 32_767), updatedAt: now };
  // A test, and a duplicate of our own window (a gateway's has a gateway), never left the platform: nothing can be about them.
  const stayed = message.status === "test" || (message.status === "duplicate" && message.gatewayId === null);
  if (stayed) return after;
  const outcome = outcomeOf(all.map(evidence));
  const neverWent = !outcome.charged && FINAL.has(outcome.status);
  return {
    ...after,
    status: outcome.status,
    code: outcome.code,
    reason: outcome.reason,
    // A gateway's clock may run behind ours: a message is never confirmed before it was sent.
    confirmedAt: outcome.confirmedAt && new Date(Math.max(outcome.confirmedAt.getTime(), message.sentAt.getTime())),
    credits: neverWent ? "0.0000" : message.cost,
  };
}

/** The row of a receipt, with the verdict that those which came before it leave it. */
export function storedAs(message: Message, received: Received, known: readonly StoredReceipt[]): StoredReceipt {
  const { receipt } = received;
  // What a gateway tells of a forgotten number later would bring it back.
  const forgotten = message.msisdn === FORGOTTEN;
  const stored: StoredReceipt = {
    accountId: message.accountId,
    sentAt: message.sentAt,
    messageId: message.id,
    key: receipt.key,
    gatewayId: received.gatewayId,
    part: receipt.part,
    meaning: receipt.meaning,
    sweep: received.sweep ?? false,
    refusal: receipt.refusal,
    code: receipt.code,
    reason: receipt.reason,
    occurredAt: receipt.occurredAt,
    receivedAt: received.receivedAt,
    verdict: "applied",
    text: forgotten ? "" : receipt.text,
    raw: forgotten ? null : received.raw,
    repeats: 0,
  };
  stored.verdict = verdictOf(evidence(stored), known.map(evidence));
  return stored;
}

const evidence = (receipt: StoredReceipt): Evidence => ({
  key: receipt.key,
  part: receipt.part,
  meaning: receipt.meaning === "test" ? null : receipt.meaning,
  sweep: receipt.sweep,
  refusal: receipt.refusal,
  code: receipt.code,
  reason: receipt.reason,
  at: receipt.occurredAt ?? receipt.receivedAt,
});
