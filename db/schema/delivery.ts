import { index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/* What must be unique across time, or waits for its turn: unpartitioned, swept. */

/** Transactional outbox: a message waits here until its gateway took it. `handingAt` is committed before the call. */
export const outbox = pgTable(
  "outbox",
  {
    accountId: integer().notNull(),
    sentAt: instant().notNull(),
    id: uuid().notNull(),
    gatewayId: integer().notNull(),
    dueAt: instant().notNull(),
    attempts: smallint().notNull().default(0),
    handingAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.sentAt, table.id] }),
    index("outbox_due").on(table.gatewayId, table.accountId, table.dueAt),
  ],
);

/** How a gateway names our message, where it would not take our name for it. */
export const gatewayReferences = pgTable(
  "gateway_references",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    reference: text().notNull(),
    sentAt: instant().notNull(),
    id: uuid().notNull(),
    part: smallint().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.gatewayId, table.reference] })],
);

/** The client's own reference of a message: sent once, however often it is asked. */
export const clientReferences = pgTable(
  "client_references",
  {
    accountId: integer().notNull(),
    reference: text().notNull(),
    sentAt: instant().notNull(),
    id: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.reference] }),
    index("client_references_sent").on(table.sentAt, table.accountId),
  ],
);

/** Answers already given, by Idempotency-Key. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    accountId: integer().notNull(),
    key: text().notNull(),
    requestHash: bytea().notNull(),
    /** Null only inside the transaction that does the work. */
    answer: jsonb(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.key] }),
    index("idempotency_keys_created").on(table.createdAt, table.accountId),
  ],
);

/** The anti-duplicate window: fingerprint of recipient and text, and when it was last accepted. */
export const recentTexts = pgTable(
  "recent_texts",
  {
    accountId: integer().notNull(),
    fingerprint: bytea().notNull(),
    sentAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.fingerprint] }),
    index("recent_texts_sent").on(table.sentAt, table.accountId),
  ],
);

/** Receipts the simulated network still has to send. */
export const simulatedReceipts = pgTable(
  "simulated_receipts",
  {
    accountId: integer().notNull(),
    dueAt: instant().notNull(),
    gatewayId: integer().notNull(),
    key: text().notNull(),
    reference: text().notNull(),
    receipt: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.dueAt, table.gatewayId, table.key] })],
);
