import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { links, linkTargets } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { storeOnce } from "@/lib/ingest/store-texts";
import { newCode } from "./codes";
import type { Shortened } from "./shorten";

/** One short link of one recipient; `url` is an address of HTTP. */
export type NewLink = { code: string; url: string; sentAt: Date; messageId: string };

/**
 * Stores links with their targets, each target once per account.
 *
 * @returns those whose code another link of the account already had, with the code they were given instead: almost
 * never any.
 */
export async function createLinks<L extends NewLink>(
  tx: Transaction,
  scope: Scope,
  wanted: readonly L[],
): Promise<ReadonlyMap<L, string>> {
  const replaced = new Map<L, string>();
  if (wanted.length === 0) return replaced;
  const targets = await storeOnce(tx, scope, linkTargets, new Set(wanted.map(({ url }) => url)), (url) => ({ url }));
  for (let left = wanted; left.length > 0; ) {
    const rows = left.map((link) => ({
      accountId: scope.accountId,
      code: replaced.get(link) ?? link.code,
      targetId: targets.get(link.url)!,
      sentAt: link.sentAt,
      messageId: link.messageId,
    }));
    const stored = await tx.execute<{ code: string }>(sql`
      ${insertFrom(links, ["accountId", "code", "targetId", "sentAt", "messageId"], rows)}
      on conflict (account_id, code) do nothing returning code`);
    const free = new Set(stored.rows.map(({ code }) => code));
    left = left.filter((_, place) => !free.delete(rows[place]!.code));
    for (const link of left) replaced.set(link, newCode());
  }
  return replaced;
}

/** A message whose links were shortened, on its way in. */
export type Linked = Pick<Shortened, "parameters" | "codes"> & { id: string; sentAt: Date };

/** Stores the links of messages; one whose code was taken gets another, in its parameters too. */
export async function linkMessages(tx: Transaction, scope: Scope, messages: readonly Linked[]): Promise<void> {
  const wanted = messages.flatMap((message) =>
    message.codes.map(({ code, url }) => ({ message, code, url, sentAt: message.sentAt, messageId: message.id })),
  );
  for (const [{ message, code }, instead] of await createLinks(tx, scope, wanted)) {
    const recoded = Object.entries(message.parameters ?? {}).map(([name, value]) => [
      name,
      value.replace(code, instead),
    ]);
    message.parameters = Object.fromEntries(recoded);
  }
}
