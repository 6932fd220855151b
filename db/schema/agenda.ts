import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";
import { statusEnum } from "./messages";

/** A person of the agenda, and what past sendings told of the number. */
export const contacts = pgTable(
  "contacts",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    /** Digits with country code; once per account. */
    msisdn: text().notNull(),
    country: text(),
    name: text().notNull().default(""),
    /** By the key of `contact_fields`. */
    fields: jsonb().$type<Record<string, string>>().notNull().default({}),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** The newest message to it that was meant to go out: neither a test nor a duplicate. */
    lastSentAt: instant(),
    lastMessageId: uuid(),
    lastStatus: statusEnum(),
    lastReason: text(),
    delivered: integer().notNull().default(0),
    /** Expired, Rejected and Non-deliverable messages. */
    failed: integer().notNull().default(0),
    /** Of people, not of robots. */
    lastClickAt: instant(),
    /** When these were reckoned from the messages; the door keeps them since. Null: still to be reckoned. */
    knownAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex("contacts_msisdn").on(table.msisdn, table.accountId),
    index("contacts_name").using("gin", table.name.op("gin_trgm_ops")),
    index("contacts_unknown").on(table.accountId).where(sql`known_at is null`),
  ],
);

/** The account's extra fields, in the order shown. */
export const contactFields = pgTable(
  "contact_fields",
  {
    accountId: integer().notNull(),
    key: text().notNull(),
    label: text().notNull(),
    position: smallint().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.key] })],
);

export const groups = pgTable(
  "groups",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    createdAt: instant().notNull(),
    createdBy: integer(),
    /** How many `group_members` it has; changed with them, under the lock of this row (lib/groups/members.ts). */
    members: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex("groups_name").on(sql`lower(${table.name})`, table.accountId),
  ],
);

export const groupMembers = pgTable(
  "group_members",
  {
    accountId: integer().notNull(),
    groupId: bigint({ mode: "number" }).notNull(),
    contactId: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.groupId, table.contactId] }),
    index("group_members_contact").on(table.contactId, table.accountId, table.groupId),
  ],
);

/** A Clear of a group: its rules and what they did; can be undone for 30 days. */
export const groupClears = pgTable(
  "group_clears",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    groupId: bigint({ mode: "number" }).notNull(),
    at: instant().notNull(),
    userId: integer(),
    rules: jsonb().notNull(),
    removed: integer().notNull(),
    kept: integer().notNull(),
    undoneAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("group_clears_group").on(table.groupId, table.accountId, table.id),
  ],
);

/** Who left a group by a Clear, and why. */
export const clearedMembers = pgTable(
  "cleared_members",
  {
    accountId: integer().notNull(),
    clearId: bigint({ mode: "number" }).notNull(),
    contactId: bigint({ mode: "number" }).notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.clearId, table.contactId] })],
);

/** hand · import · receipt (a reason that says so) · link (`/u/CODE`) · inbound (STOP, BAJA) · api */
export const blacklistSourceEnum = pgEnum("blacklist_source", ["hand", "import", "receipt", "link", "inbound", "api"]);

/** Numbers that no sending reaches. */
export const blacklist = pgTable(
  "blacklist",
  {
    accountId: integer().notNull(),
    msisdn: text().notNull(),
    source: blacklistSourceEnum().notNull(),
    at: instant().notNull(),
    userId: integer(),
    note: text(),
    /** The message whose receipt or link put it here. */
    sentAt: instant(),
    messageId: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.msisdn] }),
    index("blacklist_at").on(table.at, table.accountId, table.msisdn),
  ],
);

/** `/u/` + base62(account) + the code: whose message it stands in. */
export const unsubscribeLinks = pgTable(
  "unsubscribe_links",
  {
    accountId: integer().notNull(),
    code: text().notNull(),
    sentAt: instant().notNull(),
    messageId: uuid().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.code] })],
);

/** The receipt of "forget this number": what was removed, and a keyed hash that proves which number it was. */
export const forgottenNumbers = pgTable(
  "forgotten_numbers",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    userId: integer(),
    hash: bytea().notNull(),
    /** It was on the blacklist: no sending reaches it, though nothing but the hash is known of it. */
    suppressed: boolean().notNull().default(false),
    /** How many rows of each kind. */
    removed: jsonb().$type<Record<string, number>>().notNull(),
    /** Null: its process ended before it did; asked again, it goes on. */
    finishedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("forgotten_numbers_hash").on(table.hash, table.accountId),
  ],
);
