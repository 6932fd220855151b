import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Sendings that wait for their time, whole: none of their messages exists before. */
export const scheduledSendings = pgTable(
  "scheduled_sendings",
  {
    accountId: integer().notNull(),
    dueAt: instant().notNull(),
    id: uuid().notNull(),
    subid: text().notNull(),
    /** A `Sending`, as it was accepted. */
    sending: jsonb().notNull(),
    messages: integer().notNull(),
    createdAt: instant().notNull(),
    /** Who scheduled it: a person, or a program by its key. */
    userId: integer(),
    keyId: integer(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.dueAt, table.id] })],
);
