import { bigint, integer, numeric, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { statusEnum } from "./messages";

/**
 * What a cell counts. quarter: messages sent in 15 minutes (every zone of the world cuts days at such an edge);
 * campaign: the totals of one campaign, which have no time of their own (`at` is the epoch).
 */
export const countKindEnum = pgEnum("count_kind", ["quarter", "campaign"]);

const cell = {
  accountId: integer().notNull(),
  kind: countKindEnum().notNull(),
  /** The value counted: the campaign's id; empty for a quarter. */
  key: text().notNull(),
  at: instant().notNull(),
  status: statusEnum().notNull(),
};
const figures = {
  messages: bigint({ mode: "number" }).notNull(),
  segments: bigint({ mode: "number" }).notNull(),
  credits: numeric({ precision: 18, scale: 4 }).notNull(),
  /** Messages clicked by a person, at least once. */
  clicked: bigint({ mode: "number" }).notNull(),
  clicks: bigint({ mode: "number" }).notNull(),
  robotClicks: bigint({ mode: "number" }).notNull(),
};

/** Compacted by the worker. What is true now = counts + count_deltas. */
export const counts = pgTable("counts", { ...cell, ...figures }, (table) => [
  primaryKey({ columns: [table.accountId, table.kind, table.key, table.at, table.status] }),
]);

/** Appended in the transaction of the rows they count: no counter that two writers would fight for. */
export const countDeltas = pgTable(
  "count_deltas",
  { ...cell, ...figures, seq: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity() },
  (table) => [primaryKey({ columns: [table.accountId, table.kind, table.key, table.at, table.seq] })],
);
