import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/** The addresses a request gave for its messages, each pair once per account. */
export const callbackTargets = pgTable(
  "callback_targets",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    hash: bytea().notNull(),
    ackUrl: text(),
    clickUrl: text(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex("callback_targets_hash").on(table.hash, table.accountId),
  ],
);

export const callbackKindEnum = pgEnum("callback_kind", ["ack", "click"]);
/** waiting: to be called · done: answered 2xx · failed: given up after a day · refused: an address nobody may call. */
export const callbackStateEnum = pgEnum("callback_state", ["waiting", "done", "failed", "refused"]);

/** Calls to clients, one a fact: written in the transaction of the fact, called by the worker, kept as the log. */
export const callbacks = pgTable(
  "callbacks",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    sentAt: instant().notNull(),
    messageId: uuid().notNull(),
    kind: callbackKindEnum().notNull(),
    /** The whole address that is called. */
    url: text().notNull(),
    state: callbackStateEnum().notNull().default("waiting"),
    attempts: smallint().notNull().default(0),
    dueAt: instant().notNull(),
    createdAt: instant().notNull(),
    triedAt: instant(),
    /** HTTP status of the last answer; null: there was none. */
    status: smallint(),
    error: text(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("callbacks_due").on(table.dueAt, table.accountId).where(sql`state = 'waiting'`),
    index("callbacks_message").on(table.messageId, table.accountId, table.id),
    // Nearly all are done; whoever looks for the others must not read those.
    index("callbacks_undone").on(table.state, table.accountId, table.id).where(sql`state <> 'done'`),
    index("callbacks_created").on(table.createdAt, table.accountId, table.id),
  ],
);
