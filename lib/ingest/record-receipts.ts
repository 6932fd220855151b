import { and, eq, sql } from "drizzle-orm";
import { readThenWrite, type Transaction } from "@/db";
import { insertFrom, names, unnest } from "@/db/bulk";
import { rowReader, runPrepared } from "@/db/prepared";
import { gatewayReferences, parkedReceipts, receipts } from "@/db/schema";
import { alongside } from "@/db/transaction";
import { demand, type Scope } from "@/lib/auth/scope";
import { blacklistByReceipt } from "@/lib/blacklist/by-receipt";
import { type Change, changeMessages, lockMessages, type Message } from "@/lib/messages/change";
import { instantOf } from "@/lib/messages/uuid7";
import { countUnknownCodes } from "./count-unknown-codes";
import { judged, type Received, type StoredReceipt, storedAs } from "./judge-receipts";

export type { Received };

/** No network says this much of one message; what a faulty gateway says beyond it is counted as a repetition. */
const MOST_RECEIPTS = 1_000;

/**
 * Records receipts and gives their messages the status that the rule of receipts says, in one transaction. Safe to
 * repeat and in any order: an event counts once. A receipt whose message is not known is parked, never lost.
 *
 * @returns how many were new, were known already, and wait for their message.
 */
export async function recordReceipts(
  scope: Scope,
  received: readonly Received[],
): Promise<{ recorded: number; repeated: number; parked: number }> {
  demand(scope, "receipts");
  if (received.length === 0) return { recorded: 0, repeated: 0, parked: 0 };
  return readThenWrite((tx) => recordWithin(tx, scope, received));
}

/** The same inside the caller's transaction. */
export async function recordWithin(tx: Transaction, scope: Scope, received: readonly Received[]) {
  const places = await placesOf(tx, scope, received);
  const rows = await lockPlaces(tx, scope, places);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const messageOf = (each: Received) => byId.get(places.get(each)?.id ?? "");
  const unknown = received.filter((each) => !messageOf(each));
  await park(tx, scope, unknown);
  const matched = received.filter(messageOf);
  if (matched.length === 0) return { recorded: 0, repeated: 0, parked: unknown.length };

  const known = await receiptsOf(tx, scope, rows);
  const added: StoredReceipt[] = [];
  const repeats = new Map<StoredReceipt, number>();
  for (const each of matched) {
    const message = messageOf(each)!;
    const own = known.get(message.id) ?? [];
    const same = own.find(({ key }) => key === each.receipt.key) ?? own[MOST_RECEIPTS - 1];
    if (same) {
      repeats.set(same, (repeats.get(same) ?? 0) + 1);
      continue;
    }
    const part = places.get(each)!.part ?? each.receipt.part;
    const stored = storedAs(message, { ...each, receipt: { ...each.receipt, part } }, own);
    if (each.early && stored.verdict === "applied") stored.verdict = "early";
    known.set(message.id, [...own, stored]);
    added.push(stored);
  }

  if (added.length > 0) await alongside(tx, insertFrom(receipts, RECEIPT_COLUMNS, added));
  await countRepeats(tx, repeats);
  const touched = new Set(added.map(({ messageId }) => messageId));
  const now = new Date(Math.max(...matched.map(({ receivedAt }) => receivedAt.getTime())));
  const changes = rows
    .filter(({ id }) => touched.has(id))
    .map((before): Change => ({ before, after: judged(before, known.get(before.id)!, now) }));
  await changeMessages(tx, scope, changes);
  await blacklistByReceipt(tx, scope, changes, added);
  await countUnknownCodes(tx, scope, added);
  return { recorded: added.length, repeated: matched.length - added.length, parked: unknown.length };
}

type Place = { sentAt: Date; id: string; part: number | null };

/**
 * Which message each receipt speaks of: by our own id, which holds its instant, or by the gateway's name for it. Such a
 * name may be that of one part.
 */
export async function placesOf(
  tx: Transaction,
  scope: Scope,
  received: readonly Received[],
): Promise<Map<Received, Place>> {
  const places = new Map<Received, Place>();
  const foreign: Received[] = [];
  for (const each of received) {
    const sentAt = instantOf(each.receipt.reference);
    if (sentAt) places.set(each, { sentAt, id: each.receipt.reference, part: null });
    else foreign.push(each);
  }
  if (foreign.length === 0) return places;
  const names = foreign.map(({ gatewayId, receipt: { reference } }) => ({ gatewayId, reference }));
  const found = await tx
    .select()
    .from(gatewayReferences)
    .where(
      and(
        eq(gatewayReferences.accountId, scope.accountId),
        sql`(${gatewayReferences.gatewayId}, ${gatewayReferences.reference}) in
          (select * from ${unnest(gatewayReferences, ["gatewayId", "reference"], names)})`,
      ),
    );
  const byName = new Map(found.map((row) => [`${row.gatewayId}|${row.reference}`, row]));
  for (const each of foreign) {
    const row = byName.get(`${each.gatewayId}|${each.receipt.reference}`);
    if (row) places.set(each, { sentAt: row.sentAt, id: row.id, part: row.part > 0 ? row.part : null });
  }
  return places;
}

/** The messages that receipts speak of, each once. */
export const lockPlaces = (tx: Transaction, scope: Scope, places: ReadonlyMap<Received, Place>): Promise<Message[]> =>
  lockMessages(tx, scope, [...new Map([...places.values()].map((place) => [place.id, place])).values()]);

const RECEIPT_COLUMNS = [
  "accountId",
  "sentAt",
  "messageId",
  "key",
  "gatewayId",
  "part",
  "meaning",
  "sweep",
  "refusal",
  "code",
  "reason",
  "occurredAt",
  "receivedAt",
  "verdict",
  "text",
  "raw",
] as const satisfies readonly (keyof StoredReceipt)[];
const STORED = [...RECEIPT_COLUMNS, "repeats"] as const;
const readReceipt = rowReader(receipts, STORED);

async function receiptsOf(
  tx: Transaction,
  scope: Scope,
  rows: readonly Message[],
): Promise<Map<string, StoredReceipt[]>> {
  const byMessage = new Map<string, StoredReceipt[]>();
  const told = rows.filter(({ receipts: count }) => count > 0);
  if (told.length === 0) return byMessage;
  const ids = told.map(({ id, sentAt }) => ({ messageId: id, sentAt }));
  const { rows: found } = await runPrepared(
    tx,
    sql`
    select own.* from ${unnest(receipts, ["sentAt", "messageId"], ids)} as given (sent_at, id) cross join lateral (
      select ${names(STORED)} from receipts
      where account_id = ${scope.accountId} and sent_at = given.sent_at and message_id = given.id
      order by received_at, key
    ) as own`,
  );
  for (const row of found) {
    const each = readReceipt(row);
    byMessage.set(each.messageId, [...(byMessage.get(each.messageId) ?? []), each]);
  }
  return byMessage;
}

/** Met at their keys, as `changeMessages` does it and why. */
async function countRepeats(tx: Transaction, repeats: ReadonlyMap<StoredReceipt, number>): Promise<void> {
  if (repeats.size === 0) return;
  const rows = [...repeats].map(([receipt, more]) => ({ ...receipt, repeats: more }));
  await alongside(
    tx,
    sql`${insertFrom(receipts, STORED, rows)} on conflict (account_id, sent_at, message_id, key)
      do update set repeats = least(receipts.repeats + excluded.repeats, 1000000)`,
  );
}

async function park(tx: Transaction, scope: Scope, unknown: readonly Received[]): Promise<void> {
  if (unknown.length === 0) return;
  const rows = new Map(
    unknown.map(({ gatewayId, receipt, raw, receivedAt }) => [
      `${gatewayId}|${receipt.reference}|${receipt.key}`,
      {
        accountId: scope.accountId,
        gatewayId,
        reference: receipt.reference,
        key: receipt.key,
        receipt,
        raw,
        receivedAt,
      },
    ]),
  );
  const columns = ["accountId", "gatewayId", "reference", "key", "receipt", "raw", "receivedAt"] as const;
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  await tx.execute(sql`
    ${insertFrom(parkedReceipts, columns, sorted)}
    on conflict (account_id, gateway_id, reference, key) do update set repeats = parked_receipts.repeats + 1`);
}
