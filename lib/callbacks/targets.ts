import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { callbackTargets } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { storeOnce } from "@/lib/ingest/store-texts";
import type { CallbackKind } from "./words";

/** The addresses that a request gave for its messages; null: the account's own. */
export type CallbackUrls = { ackUrl: string | null; clickUrl: string | null };

/** Each pair of addresses once per account. @returns its id; null where there is none to keep. */
export async function storeTarget(
  tx: Transaction,
  scope: Scope,
  urls: CallbackUrls | undefined,
): Promise<number | null> {
  if (!urls || (urls.ackUrl === null && urls.clickUrl === null)) return null;
  const name = JSON.stringify([urls.ackUrl, urls.clickUrl]);
  const stored = await storeOnce(tx, scope, callbackTargets, new Set([name]), () => urls);
  return stored.get(name)!;
}

type Told = { callbackTargetId: number | null };

/** Whether anybody could want to hear of one of these messages: decided without a question to the database. */
export const anyWanted = (scope: Scope, kind: CallbackKind, messages: readonly Told[]): boolean =>
  ownUrl(scope, kind) !== null || messages.some(({ callbackTargetId }) => callbackTargetId !== null);

/** Where each message's client wants to be called, in the order of the messages; null: nowhere. */
export async function urlsOf(
  tx: Transaction,
  scope: Scope,
  kind: CallbackKind,
  messages: readonly Told[],
): Promise<(string | null)[]> {
  const ids = [...new Set(messages.map(({ callbackTargetId }) => callbackTargetId).filter((id) => id !== null))];
  const { id, ackUrl, clickUrl } = callbackTargets;
  const found =
    ids.length === 0
      ? []
      : await tx
          .select({ id, url: kind === "ack" ? ackUrl : clickUrl })
          .from(callbackTargets)
          .where(and(eq(callbackTargets.accountId, scope.accountId), sql`${id} = any(${sql.param(ids)}::bigint[])`));
  const byId = new Map(found.map((target) => [target.id, target.url]));
  return messages.map(({ callbackTargetId }) => byId.get(callbackTargetId ?? 0) ?? ownUrl(scope, kind));
}

const ownUrl = ({ account }: Scope, kind: CallbackKind) => (kind === "ack" ? account.ackUrl : account.clickUrl);
