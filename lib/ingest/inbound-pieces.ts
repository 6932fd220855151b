import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom, unnest } from "@/db/bulk";
import { inboundPieces } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { LONGEST_INBOUND } from "@/lib/gateways/inbound";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { storable } from "@/lib/gateways/reading/storable";
import type { ReceivedInbound } from "./record-inbound";

type Piece = typeof inboundPieces.$inferSelect;

/** Longer than gateways repeat: then what is there is recorded as it is, and repetitions are not looked for any more. */
const WAITED_MS = 26 * 3_600_000;

/**
 * Keeps pieces of long texts, and puts together those of which all are there.
 *
 * The network's reference is a small number that comes again: another piece in a place that is taken begins a newer
 * text, and what there was of the older one is handed out as it is.
 *
 * @returns texts that are whole now, or never will be. A repetition makes the same text again, with the same key.
 */
export async function joinPieces(
  tx: Transaction,
  scope: Scope,
  received: readonly ReceivedInbound[],
): Promise<ReceivedInbound[]> {
  const joined: ReceivedInbound[] = [];
  for (const piece of received.flatMap((each) => pieceOf(scope, each))) {
    const { gatewayId, whole } = piece;
    const ofText = and(
      eq(inboundPieces.accountId, scope.accountId),
      eq(inboundPieces.gatewayId, gatewayId),
      eq(inboundPieces.whole, whole),
    );
    // One writer a text: two pieces at once must not each miss the other.
    await tx.execute(
      sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${`${scope.accountId}|${gatewayId}|${whole}`}))`,
    );
    const before = await tx.select().from(inboundPieces).where(ofText).orderBy(asc(inboundPieces.part));
    const inPlace = before.find(({ part }) => part === piece.part);
    const isNewer = inPlace !== undefined && inPlace.key !== piece.key;
    if (isNewer) {
      if (before.length < piece.total) joined.push(together(before));
      await tx.delete(inboundPieces).where(ofText);
    }
    if (!inPlace || isNewer) await tx.execute(insertFrom(inboundPieces, COLUMNS, [piece]));
    const now = isNewer ? [piece] : inPlace ? before : [...before, piece].sort((a, b) => a.part - b.part);
    if (now.length === piece.total) joined.push(together(now));
  }
  return joined;
}

const LOCK = 0x61637504;

/**
 * Forgets pieces that nobody repeats any more.
 * @returns the texts of those that waited in vain for the others, a thousand at most at a time.
 */
export async function takeOldPieces(tx: Transaction, scope: Scope, now: Date): Promise<ReceivedInbound[]> {
  const mine = eq(inboundPieces.accountId, scope.accountId);
  const texts = await tx
    .selectDistinct({ gatewayId: inboundPieces.gatewayId, whole: inboundPieces.whole })
    .from(inboundPieces)
    .where(and(mine, lt(inboundPieces.receivedAt, new Date(now.getTime() - WAITED_MS))))
    .limit(1_000);
  if (texts.length === 0) return [];
  const ofThese = sql`(${inboundPieces.gatewayId}, ${inboundPieces.whole}) in
    (select * from ${unnest(inboundPieces, ["gatewayId", "whole"], texts)})`;
  const pieces = await tx.delete(inboundPieces).where(and(mine, ofThese)).returning();
  return texts.flatMap(({ gatewayId, whole }) => {
    const own = pieces.filter((piece) => piece.gatewayId === gatewayId && piece.whole === whole);
    const [first] = own;
    if (!first || own.length === first.total) return [];
    return [together(own.sort((one, other) => one.part - other.part))];
  });
}

const COLUMNS = [
  ...(["accountId", "gatewayId", "whole", "part", "key", "msisdn", "recipient", "total"] as const),
  ...(["text", "raw", "receivedAt"] as const),
];

function pieceOf(scope: Scope, { gatewayId, inbound, raw, receivedAt }: ReceivedInbound): Piece[] {
  const { piece, from, to, text, key } = inbound;
  if (!piece) return [];
  const { whole, part, total } = piece;
  return [
    {
      ...{ accountId: scope.accountId, gatewayId, whole: storable(whole, 200), part, total, key: storable(key, 100) },
      ...{ msisdn: storable(from, LONGEST_INBOUND.number), recipient: storable(to, LONGEST_INBOUND.number) },
      ...{ text: storable(text, 1_000), raw, receivedAt },
    },
  ];
}

/** A missing piece leaves `[…]` in its place. @param pieces of one text, in their order, at least one. */
function together(pieces: readonly Piece[]): ReceivedInbound {
  const { gatewayId, total, msisdn: from, recipient: to } = pieces[0]!;
  const byPart = new Map(pieces.map((piece) => [piece.part, piece]));
  const texts = Array.from({ length: total }, (_, i) => byPart.get(i + 1)?.text ?? "[…]");
  const raws = pieces.map(({ raw }) => raw ?? "").join("\n\n");
  return {
    gatewayId,
    inbound: { key: eventKey(...pieces.map(({ key }) => key)), from, to, text: texts.join("") },
    raw: storable(raws, 8_000),
    receivedAt: new Date(Math.max(...pieces.map(({ receivedAt }) => receivedAt.getTime()))),
  };
}
