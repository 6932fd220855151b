import { bigint, integer, numeric, pgEnum, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { COUNTED_BY, MEASURES, SPANS } from "../../lib/messages/dimensions";
import { instant } from "./columns";
import { statusEnum } from "./messages";

export const countSpanEnum = pgEnum("count_span", SPANS);
export const countDimensionEnum = pgEnum("count_dimension", COUNTED_BY);
export const delayMeasureEnum = pgEnum("delay_measure", MEASURES);

/**
 * Whose messages a cell counts: those of one value of one dimension (all: of every value), within one span of time. No
 * cell is of two values at once: one for each combination of everything would be as many as there are messages.
 */
const cell = {
  accountId: integer().notNull(),
  span: countSpanEnum().notNull(),
  dimension: countDimensionEnum().notNull(),
  /** When the span begins: a quarter's instant; of a day or month of the account midnight UTC of its date; ever: the epoch. */
  at: instant().notNull(),
  /** The value; empty for all, and for messages that have none. Of hours ISO weekday and hour: `114` is Monday from 14:00. */
  key: text().notNull(),
  status: statusEnum().notNull(),
};

/**
 * Compacted by the worker. What is true now = counts + count_deltas. Held are: quarter × all; day and month × all, each
 * dimension and hour; ever × campaign.
 */
export const counts = pgTable(
  "counts",
  {
    ...cell,
    messages: bigint({ mode: "number" }).notNull(),
    segments: bigint({ mode: "number" }).notNull(),
    credits: numeric({ precision: 18, scale: 4 }).notNull(),
    /** Messages clicked by a person, at least once. */
    clicked: bigint({ mode: "number" }).notNull(),
    clicks: bigint({ mode: "number" }).notNull(),
    robotClicks: bigint({ mode: "number" }).notNull(),
    /** Messages without any receipt. */
    silent: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.span, table.dimension, table.at, table.key, table.status] }),
  ],
);

/** How long the messages of a cell took, by the classes of lib/messages/delays.ts; quarters and hours hold none. */
export const countDelays = pgTable(
  "count_delays",
  {
    ...cell,
    measure: delayMeasureEnum().notNull(),
    class: smallint().notNull(),
    messages: bigint({ mode: "number" }).notNull(),
    /** The exact sum, for averages. */
    milliseconds: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({
      // Its own name would be longer than Postgres takes.
      name: "count_delays_pk",
      columns: [
        table.accountId,
        table.span,
        table.dimension,
        table.at,
        table.key,
        table.status,
        table.measure,
        table.class,
      ],
    }),
  ],
);

/**
 * Appended in the transaction of the rows they count: no counter that two writers would fight for. Not cells but so
 * many messages alike, more or fewer: one row stands for a dozen cells, and knows no zone.
 */
export const countDeltas = pgTable(
  "count_deltas",
  {
    accountId: integer().notNull(),
    /** The quarter of an hour they were sent in. */
    at: instant().notNull(),
    seq: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    status: statusEnum().notNull(),
    country: text(),
    operator: text(),
    sender: text(),
    label: text(),
    reason: text(),
    gatewayId: integer(),
    campaignId: bigint({ mode: "number" }),
    /** Milliseconds that each of them took. */
    processing: bigint({ mode: "number" }),
    confirmation: bigint({ mode: "number" }),
    messages: integer().notNull(),
    segments: integer().notNull(),
    credits: numeric({ precision: 18, scale: 4 }).notNull(),
    clicked: integer().notNull(),
    clicks: integer().notNull(),
    robotClicks: integer().notNull(),
    silent: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.at, table.seq] })],
);

/** In which zone the days and months of an account's counts are cut; another than the account's own: to be rebuilt. */
export const countZones = pgTable("count_zones", { accountId: integer().primaryKey(), zone: text().notNull() });

/** Days, and the months they are in, with so many values of a dimension that they are not counted by it: the rows answer. */
export const countGaps = pgTable(
  "count_gaps",
  {
    accountId: integer().notNull(),
    span: countSpanEnum().notNull(),
    dimension: countDimensionEnum().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.span, table.dimension, table.at] })],
);
