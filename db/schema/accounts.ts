import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";

/* Global tables (reference tables on Citus): few rows, read by every request, never partitioned. */

export const roleEnum = pgEnum("role", ["owner", "manager", "viewer"]);

/** A tenant. Its zone cuts days, its country completes national numbers. */
export const accounts = pgTable("accounts", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  zone: text().notNull(),
  defaultCountry: text(),
  /** The sender of a message that names none. */
  defaultSender: text().notNull().default("Acuse"),
  /** Same text to the same recipient within this many minutes is a Duplicate; 0: off. */
  duplicateMinutes: integer().notNull().default(60),
  validityMinutes: integer()
    .notNull()
    .default(72 * 60),
  creditControl: boolean().notNull().default(false),
  /** What can still be spent: with `balance_deltas`, the sum of `available` over the account's credit movements. */
  balance: numeric({ precision: 16, scale: 4 }).notNull().default("0"),
  /** LabsMobile-compatible API: answer HTTP 200 on errors too, as some old clients need. */
  compatAlways200: boolean().notNull().default(false),
  /** Called about every message whose sending names no address of its own. */
  ackUrl: text(),
  clickUrl: text(),
  /** Signs what is called; null: unsigned. */
  callbackSecret: text(),
  /** Whether `clickUrl` hears of robots too. */
  callbackRobots: boolean().notNull().default(false),
  /** Visitors' addresses are kept whole instead of shortened to /24 or /48. */
  wholeAddresses: boolean().notNull().default(false),
  /** What in a receipt puts its number on the blacklist: `opt-out` (the gateway says that the person asked), reasons. */
  blacklistOn: text().array().$type<string[]>().notNull().default(["opt-out"]),
  /** By which words a person leaves the list and comes back; null: the usual ones (lib/inbound/keywords.ts). */
  outWords: text().array().$type<string[]>(),
  inWords: text().array().$type<string[]>(),
  createdAt: instant().notNull().default(sql`now()`),
  suspendedAt: instant(),
});

/** A person. One account each; a platform administrator may have none. */
export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer().references(() => accounts.id),
    role: roleEnum(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    platformAdmin: boolean().notNull().default(false),
    locale: text().notNull().default("en"),
    /** How numbers and dates are written, as a language tag (en-GB, es-ES, en-US …); null: the language's own. */
    formats: text(),
    /** Chosen fields of each list: { "messages": ["msisdn", …] }. */
    fields: jsonb().$type<Record<string, string[]>>().notNull().default({}),
    /** Raised by a changed password: sessions signed with an older number end. */
    sessionVersion: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    lastSignInAt: instant(),
  },
  (table) => [uniqueIndex("users_email").on(sql`lower(${table.email})`), index("users_account").on(table.accountId)],
);

/** A link that lets a person join an account; only its hash is kept. */
export const invitations = pgTable(
  "invitations",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer()
      .notNull()
      .references(() => accounts.id),
    email: text().notNull(),
    role: roleEnum().notNull(),
    tokenHash: text().notNull().unique(),
    invitedBy: integer(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
  },
  (table) => [index("invitations_account").on(table.accountId)],
);

/** Shown once, kept as SHA-256: the key is 32 random characters, so a slow hash would only slow the front door. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    /** The first characters, to tell keys apart on the screen. */
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    scopes: text().array().$type<("send" | "receipts" | "read")[]>().notNull(),
    /** Requests a minute; null: the installation's own bound. */
    perMinute: integer(),
    createdAt: instant().notNull().default(sql`now()`),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [index("api_keys_account").on(table.accountId)],
);

/** Failed sign-ins per subject ("email:…" or "address:…"): guessing gets slower with each. */
export const signInFailures = pgTable("sign_in_failures", {
  subject: text().primaryKey(),
  failures: integer().notNull(),
  lastAt: instant().notNull(),
});

/** What people did that others must be able to look up: acting as an account, people, keys, gateways. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant().notNull().default(sql`now()`),
    accountId: integer(),
    userId: integer(),
    action: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("audit_log_account").on(table.accountId, table.id)],
);

/** Facts of this installation: the signing secret, for one. */
export const installation = pgTable("installation", { key: text().primaryKey(), value: text().notNull() });
