import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { clientReferences, messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { invalid } from "@/lib/errors";
import { type Message, sameMessage } from "@/lib/messages/change";
import type { Draft } from "./drafts";

/**
 * Claims the client's own references. A message whose reference was claimed by an earlier request is a repetition:
 * the message of then is returned for it, and nothing is added.
 */
export async function claimReferences(
  tx: Transaction,
  scope: Scope,
  drafts: readonly Draft[],
): Promise<Map<Draft, Message>> {
  const named = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.reference === null) continue;
    if (named.has(draft.reference)) throw invalid(`The reference "${draft.reference}" stands twice in this request.`);
    named.set(draft.reference, draft);
  }
  if (named.size === 0) return new Map();

  // Always in one order, so that two requests with the same references never wait for each other in a circle.
  const claims = [...named.keys()].sort().map((reference) => {
    const { id, sentAt } = named.get(reference)!;
    return { accountId: scope.accountId, reference, sentAt, id };
  });
  const claim = insertFrom(clientReferences, ["accountId", "reference", "sentAt", "id"], claims);
  await tx.execute(sql`${claim} on conflict do nothing`);
  // Our own claims have no message yet, so the join finds just those of earlier requests.
  const owners = await tx
    .select({ reference: clientReferences.reference, message: messages })
    .from(clientReferences)
    .innerJoin(messages, sameMessage(clientReferences))
    .where(
      and(
        eq(clientReferences.accountId, scope.accountId),
        sql`${clientReferences.reference} = any(${sql.param([...named.keys()])}::text[])`,
      ),
    );
  return new Map(owners.map(({ reference, message }) => [named.get(reference)!, message]));
}
