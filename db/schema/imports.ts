import { bigint, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/** draft: its columns are being told · waiting, running: the worker's · done, failed, cancelled: ended. */
export const importStateEnum = pgEnum("import_state", ["draft", "waiting", "running", "done", "failed", "cancelled"]);

/** A file of contacts on its way into the agenda, and what became of it. */
export const imports = pgTable(
  "imports",
  {
    accountId: integer().notNull(),
    id: uuid().notNull(),
    createdAt: instant().notNull(),
    userId: integer(),
    /** The file's name, or none for pasted numbers. */
    name: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    state: importStateEnum().notNull().default("draft"),
    /** Format, encoding, separator, columns, country, group, adding or replacing. */
    settings: jsonb().notNull().default({}),
    /** Bytes read so far. */
    progress: bigint({ mode: "number" }).notNull().default(0),
    /** How many rows became what. */
    report: jsonb(),
    error: text(),
    startedAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("imports_created").on(table.createdAt, table.accountId),
  ],
);

/** The file itself, in the database: any process may read it, and it goes with its account. Removed when read. */
export const importChunks = pgTable(
  "import_chunks",
  {
    accountId: integer().notNull(),
    importId: uuid().notNull(),
    n: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.importId, table.n] })],
);

/** Each row that is not (or not as it stood) in the agenda, and why. */
export const importRemarks = pgTable(
  "import_remarks",
  {
    accountId: integer().notNull(),
    importId: uuid().notNull(),
    line: integer().notNull(),
    content: text().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.importId, table.line] })],
);
