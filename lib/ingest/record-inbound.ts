import { sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { inboundMessages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { addToBlacklist, OWN_WORD, removeFromBlacklist } from "@/lib/blacklist/change";
import { type Inbound, LONGEST_INBOUND } from "@/lib/gateways/inbound";
import { storable } from "@/lib/gateways/reading/storable";
import { understand, wordsOfAccount } from "@/lib/inbound/keywords";
import { readNumber } from "@/lib/messages/numbers";
import { uuid7s } from "@/lib/messages/uuid7";
import { joinPieces, takeOldPieces } from "./inbound-pieces";

/** A text and the request it came in. */
export type ReceivedInbound = { gatewayId: number; inbound: Inbound; raw: string | null; receivedAt: Date };

/**
 * Records texts that people sent to us, each event once, and does what they ask: out of the list or back to it, in one
 * transaction with the record. A text in pieces is recorded when its last piece is there.
 *
 * @returns how many texts are new.
 */
export async function recordInbound(scope: Scope, received: readonly ReceivedInbound[]): Promise<number> {
  demand(scope, "receipts");
  if (received.length === 0) return 0;
  return db.transaction((tx) => recordInboundWithin(tx, scope, received));
}

/** The same inside the caller's transaction. */
export async function recordInboundWithin(
  tx: Transaction,
  scope: Scope,
  received: readonly ReceivedInbound[],
): Promise<number> {
  const whole = [...received.filter(({ inbound }) => !inbound.piece), ...(await joinPieces(tx, scope, received))];
  if (whole.length === 0) return 0;
  const rows = whole.map((each) => rowOf(scope, each));
  const { rows: added } = await tx.execute<{ id: string }>(sql`
    ${insertFrom(inboundMessages, COLUMNS, rows)} on conflict (key, gateway_id, account_id) do nothing returning id`);
  const fresh = new Set(added.map(({ id }) => id));
  await act(
    tx,
    scope,
    rows.filter(({ id }) => fresh.has(id)),
  );
  return fresh.size;
}

/** Records texts whose missing pieces never came, with a mark in their place. */
export async function recordOldPieces(scope: Scope, now: Date): Promise<void> {
  await db.transaction(async (tx) => recordInboundWithin(tx, scope, await takeOldPieces(tx, scope, now)));
}

type Row = typeof inboundMessages.$inferSelect;
const COLUMNS = [
  ...(["accountId", "receivedAt", "id", "gatewayId", "key", "msisdn", "recipient", "text", "action"] as const),
  ...(["keyword", "match", "raw"] as const),
];

/** A number that is none (a bank's name) is kept as written, and nothing is done about it. */
function rowOf(scope: Scope, { gatewayId, inbound, raw, receivedAt }: ReceivedInbound): Row {
  const from = readNumber(inbound.from, scope.account.defaultCountry);
  const understood = from.ok ? understand(inbound.text, wordsOfAccount(scope.account)) : null;
  return {
    accountId: scope.accountId,
    receivedAt,
    id: uuid7s(receivedAt, 1)[0]!,
    gatewayId,
    key: storable(inbound.key, 100),
    msisdn: from.ok ? from.msisdn : storable(inbound.from.trim(), LONGEST_INBOUND.number),
    recipient: storable(inbound.to.trim().replace(/^\+(?=\d+$)/, ""), LONGEST_INBOUND.number),
    text: storable(inbound.text, LONGEST_INBOUND.text),
    action: understood?.action ?? null,
    keyword: understood?.keyword ?? null,
    match: understood?.match ?? null,
    raw,
  };
}

/** The last word of each person counts. Back on the list comes only who left it by his own word. */
async function act(tx: Transaction, scope: Scope, rows: readonly Row[]): Promise<void> {
  const last = new Map<string, Row>();
  for (const row of rows) if (row.action) last.set(row.msisdn, row);
  const asked = (action: "out" | "in") => [...last.values()].filter((row) => row.action === action);
  const out = asked("out");
  const entries = out.map(({ msisdn, keyword, receivedAt }) => ({
    ...{ msisdn, source: "inbound" as const, note: keyword, at: receivedAt },
  }));
  if (out[0]) await addToBlacklist(tx, scope, entries, out[0].receivedAt);
  const back = asked("in").map(({ msisdn }) => msisdn);
  await removeFromBlacklist(tx, scope, back, OWN_WORD);
}
