import { index, integer, pgEnum, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** What an inbound text was understood as: leave the list, come back, nothing of these (null). */
export const inboundActionEnum = pgEnum("inbound_action", ["out", "in"]);

/** Messages that people sent to us. */
export const inboundMessages = pgTable(
  "inbound_messages",
  {
    accountId: integer().notNull(),
    receivedAt: instant().notNull(),
    id: uuid().notNull(),
    gatewayId: integer().notNull(),
    /** Natural key of the event: told again, it is the same. */
    key: text().notNull(),
    /** The person. */
    msisdn: text().notNull(),
    /** Our number. */
    recipient: text().notNull(),
    text: text().notNull(),
    action: inboundActionEnum(),
    /** The word that decided, and whether it was the whole text or its beginning. */
    keyword: text(),
    match: text().$type<"whole" | "first">(),
    raw: text(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.receivedAt, table.id] }),
    uniqueIndex("inbound_messages_key").on(table.key, table.gatewayId, table.accountId),
    index("inbound_messages_msisdn").on(table.msisdn, table.accountId, table.receivedAt),
  ],
);

/** Pieces of long texts that a gateway hands on one by one (Vonage), until all are there; kept a while to know repetitions. */
export const inboundPieces = pgTable(
  "inbound_pieces",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    /** What pieces of one text share: both numbers, the network's reference and the count of pieces. */
    whole: text().notNull(),
    part: smallint().notNull(),
    /** Natural key of the piece; another one in the same place belongs to a newer text. */
    key: text().notNull(),
    msisdn: text().notNull(),
    recipient: text().notNull(),
    total: smallint().notNull(),
    text: text().notNull(),
    raw: text(),
    receivedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.gatewayId, table.whole, table.part] }),
    index("inbound_pieces_received").on(table.receivedAt, table.accountId),
  ],
);
