import { bigint, index, integer, numeric, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** What a segment to the numbers that begin so costs; the longest beginning wins, one credit where none is. */
export const prices = pgTable(
  "prices",
  {
    accountId: integer().notNull(),
    prefix: text().notNull(),
    credits: numeric({ precision: 12, scale: 4 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.prefix] })],
);

/**
 * What the one door gave back to (or took from) the balance and is not in `accounts.balance` yet: receipts append here
 * instead of waiting for the account's row. Emptied by whoever needs the exact balance, at the latest by the worker.
 */
export const balanceDeltas = pgTable(
  "balance_deltas",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    available: numeric({ precision: 16, scale: 4 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

/**
 * topup: an administrator adds or takes · reserve: a request was accepted · charge: its messages went out · release:
 * they never will.
 */
export const movementKindEnum = pgEnum("movement_kind", ["topup", "reserve", "charge", "release"]);

/** The ledger: append-only. The sums over an account's movements are its balance and what is reserved. */
export const creditMovements = pgTable(
  "credit_movements",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    kind: movementKindEnum().notNull(),
    /** What it adds to the balance. */
    available: numeric({ precision: 16, scale: 4 }).notNull(),
    /** What it adds to the reserved. */
    reserved: numeric({ precision: 16, scale: 4 }).notNull(),
    messages: integer().notNull().default(0),
    subid: text(),
    campaignId: bigint({ mode: "number" }),
    note: text(),
    userId: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("credit_movements_at").on(table.at, table.accountId, table.id),
  ],
);
