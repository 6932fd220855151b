import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { blacklist, messages, unsubscribeLinks } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { addToBlacklist, OWN_WORD, removeFromBlacklist, type Source } from "@/lib/blacklist/change";
import { newCode } from "@/lib/clicks/codes";
import { sameMessage } from "@/lib/messages/change";
import { UNSUBSCRIBE } from "./place";

/** A message with a way out in its text, on its way in; `unsubscribeCode` null: without one. */
export type Leaving = {
  id: string;
  sentAt: Date;
  parameters: Record<string, string> | null;
  unsubscribeCode: string | null;
};

/** Stores the ways out of messages; one whose code was taken gets another, in its parameters too. */
export async function linkUnsubscribes(tx: Transaction, scope: Scope, all: readonly Leaving[]): Promise<void> {
  for (let left = all.filter(({ unsubscribeCode }) => unsubscribeCode !== null); left.length > 0; ) {
    const rows = left.map(({ id, sentAt, unsubscribeCode }) => {
      return { accountId: scope.accountId, code: unsubscribeCode!, sentAt, messageId: id };
    });
    const stored = await tx.execute<{ code: string }>(sql`
      ${insertFrom(unsubscribeLinks, ["accountId", "code", "sentAt", "messageId"], rows)}
      on conflict (account_id, code) do nothing returning code`);
    const free = new Set(stored.rows.map(({ code }) => code));
    left = left.filter(({ unsubscribeCode }) => !free.delete(unsubscribeCode!));
    for (const message of left) {
      message.unsubscribeCode = newCode();
      message.parameters = { ...message.parameters, [UNSUBSCRIBE]: message.unsubscribeCode };
    }
  }
}

/** Whose way out a code is. `listed`: what put the number on the blacklist; null: it is not on it. */
export type Recipient = { msisdn: string; listed: Source | null; message: { sentAt: Date; id: string } };

/** @returns null for a code that the account does not have, and for a number that was forgotten since. */
export async function findRecipient(scope: Scope, code: string): Promise<Recipient | null> {
  const [found] = await db
    .select({ msisdn: messages.msisdn, sentAt: messages.sentAt, id: messages.id, listed: blacklist.source })
    .from(unsubscribeLinks)
    .innerJoin(
      messages,
      sameMessage({
        accountId: unsubscribeLinks.accountId,
        sentAt: unsubscribeLinks.sentAt,
        id: unsubscribeLinks.messageId,
      }),
    )
    .leftJoin(blacklist, and(eq(blacklist.accountId, messages.accountId), eq(blacklist.msisdn, messages.msisdn)))
    .where(and(eq(unsubscribeLinks.accountId, scope.accountId), eq(unsubscribeLinks.code, code)));
  if (!found || !/^\d+$/.test(found.msisdn)) return null;
  const { msisdn, sentAt, id, listed } = found;
  return { msisdn, listed, message: { sentAt, id } };
}

/** The person of a link leaves the list of recipients. */
export async function unsubscribe(scope: Scope, { msisdn, message }: Recipient, now: Date): Promise<void> {
  await db.transaction((tx) => addToBlacklist(tx, scope, [{ msisdn, source: "link", message }], now));
}

/** And comes back: only from where his own word put him. */
export async function resubscribe(scope: Scope, { msisdn }: Recipient): Promise<void> {
  await db.transaction((tx) => removeFromBlacklist(tx, scope, [msisdn], OWN_WORD));
}

export const canReturn = ({ listed }: Recipient): boolean => OWN_WORD.some((source) => source === listed);
