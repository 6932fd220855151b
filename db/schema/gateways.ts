import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Where an account's messages go out and receipts come from. The id counts per account. */
export const gateways = pgTable(
  "gateways",
  {
    accountId: integer().notNull(),
    id: integer().notNull(),
    name: text().notNull(),
    kind: text()
      .$type<"kannel" | "simulator" | "labsmobile" | "jasmin" | "twilio" | "infobip" | "vonage" | "generic">()
      .notNull(),
    /** Kind's own settings, read by its zod schema. */
    config: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Last part of the receipt path; the path is all the authentication Kannel has. */
    secret: text().notNull(),
    /** The gateway's error codes in words of our closed list. */
    errors: jsonb().$type<Record<string, string>>().notNull().default({}),
    enabled: boolean().notNull().default(true),
    /** Messages handed over a second, at most; null: as fast as it takes them. */
    perSecond: integer(),
    /** Under `perSecond`: when the next message may go. Kept here so that a restart begins no new second. */
    pacedUntil: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    lastReceiptAt: instant(),
    /** What the last hand-over said when it failed; null while all is well. */
    trouble: text(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

/** Which gateway takes the numbers that begin so; the longest beginning wins. */
export const gatewayRoutes = pgTable(
  "gateway_routes",
  { accountId: integer().notNull(), prefix: text().notNull(), gatewayId: integer().notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.prefix] })],
);

/** How many receipts a gateway told in an hour, repetitions too. */
export const gatewayHours = pgTable(
  "gateway_hours",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    hour: instant().notNull(),
    receipts: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.gatewayId, table.hour] })],
);

/** Codes in a gateway's receipts that nobody has told the meaning of: kept as they came, counted. */
export const unknownCodes = pgTable(
  "unknown_codes",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    code: text().notNull(),
    /** What such a receipt says of its message; null: nothing, not even whether it failed. */
    meaning: text(),
    receipts: bigint({ mode: "number" }).notNull(),
    firstAt: instant().notNull(),
    lastAt: instant().notNull(),
    /** The readable core of the last one. */
    text: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.gatewayId, table.code] }),
    index("unknown_codes_last").on(table.lastAt, table.accountId),
  ],
);

/** How many messages a gateway was handed in a minute; kept a day. Its dispatcher is alone, so no two write one row. */
export const gatewayMinutes = pgTable(
  "gateway_minutes",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    at: instant().notNull(),
    handed: integer().notNull(),
    /** Of them, those that it perhaps never took: its answer did not come. Their receipts tell. */
    unsure: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.gatewayId, table.at] })],
);
