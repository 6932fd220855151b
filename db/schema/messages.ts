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
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ORIGINS } from "../../lib/messages/origin";
import { STATUSES, VERDICTS } from "../../lib/messages/status";
import { bytea, instant } from "./columns";

/*
 * account_id leads every key and every statement names it, so that all of this can be distributed by it.
 * messages, receipts and clicks are partitioned by month of sent_at (see the first migration; Drizzle does not know
 * partitions); sent_at is the millisecond inside the message's UUIDv7, so an id alone finds its partition.
 *
 * No other index than the primary key begins with account_id, here and in delivery.ts: of an account younger than the
 * last ANALYZE statistics say that it has no rows, and then every index that begins with it looks as good for a look-up
 * by key, and reads the whole account.
 */

export const statusEnum = pgEnum("message_status", STATUSES);
export const originEnum = pgEnum("message_origin", ORIGINS);
export const encodingEnum = pgEnum("message_encoding", ["gsm7", "ucs2"]);
export const verdictEnum = pgEnum("receipt_verdict", VERDICTS);

/** A text, or a template with its %placeholders%, once per account however many messages carry it. */
export const texts = pgTable(
  "texts",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    hash: bytea().notNull(),
    body: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex("texts_hash").on(table.hash, table.accountId),
    index("texts_body").using("gin", table.body.op("gin_trgm_ops")),
  ],
);

/** One sending to more than one recipient. */
export const campaigns = pgTable(
  "campaigns",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    sentAt: instant().notNull(),
    sender: text().notNull(),
    textId: bigint({ mode: "number" }),
    subid: text(),
    label: text(),
    origin: originEnum().notNull(),
    recipients: integer().notNull(),
    createdBy: integer(),
    archivedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index("campaigns_sent").on(table.sentAt, table.accountId),
  ],
);

export const messages = pgTable(
  "messages",
  {
    accountId: integer().notNull(),
    /** The instant of acceptance; immutable; the millisecond of the id; the partition key. */
    sentAt: instant().notNull(),
    id: uuid().notNull(),
    /** Digits with country code; of a refused number what was given. */
    msisdn: text().notNull(),
    country: text(),
    /** The original holder of the number range, until a receipt tells the real one. */
    operator: text(),
    sender: text().notNull(),
    textId: bigint({ mode: "number" }).notNull(),
    parameters: jsonb().$type<Record<string, string>>(),
    status: statusEnum().notNull(),
    reason: text(),
    code: text(),
    segments: smallint().notNull(),
    encoding: encodingEnum().notNull(),
    /** What it costs: segments times the price of the destination, fixed at acceptance. */
    cost: numeric({ precision: 12, scale: 4 }).notNull(),
    /** What of it counts: reserved or charged; 0 if it never went out. */
    credits: numeric({ precision: 12, scale: 4 }).notNull(),
    campaignId: bigint({ mode: "number" }),
    label: text(),
    subid: text(),
    reference: text(),
    gatewayId: integer(),
    origin: originEnum().notNull(),
    /** Whom its client wants told; null: the account's own addresses. */
    callbackTargetId: bigint({ mode: "number" }),
    validUntil: instant(),
    handedAt: instant(),
    confirmedAt: instant(),
    updatedAt: instant().notNull(),
    receipts: smallint().notNull().default(0),
    clicks: integer().notNull().default(0),
    robotClicks: integer().notNull().default(0),
    /** Accepted under credit control: its cost was reserved, and what becomes of it moves the ledger. */
    prepaid: boolean().notNull().default(false),
    /** What a compatible client asked of a certified message: kept and shown, nothing follows from it. */
    certified: jsonb().$type<{ crt: string; id: string | null; name: string | null }>(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.sentAt, table.id] }),
    index("messages_status").on(table.status, table.accountId, table.sentAt),
    index("messages_msisdn").on(table.msisdn, table.accountId, table.sentAt),
    index("messages_country").on(table.country, table.accountId, table.sentAt),
    index("messages_text").on(table.textId, table.accountId, table.sentAt),
    index("messages_sender").on(table.sender, table.accountId, table.sentAt),
    index("messages_campaign").on(table.campaignId, table.accountId, table.sentAt).where(sql`campaign_id is not null`),
    index("messages_subid").on(table.subid, table.accountId, table.sentAt).where(sql`subid is not null`),
    index("messages_reference").on(table.reference, table.accountId).where(sql`reference is not null`),
    index("messages_updated").on(table.updatedAt, table.accountId, table.id),
    // Not partial: Postgres takes no statistics from a partial index, and estimates decide how a text is looked for.
    index("messages_parameters").using("gin", sql`(jsonb_path_query_array(parameters, '$.*')::text) gin_trgm_ops`),
  ],
);

/** What the gateways said, as it came: append-only, deduplicated by the event's natural key. */
export const receipts = pgTable(
  "receipts",
  {
    accountId: integer().notNull(),
    sentAt: instant().notNull(),
    messageId: uuid().notNull(),
    key: text().notNull(),
    gatewayId: integer(),
    part: smallint().notNull(),
    meaning: statusEnum(),
    sweep: boolean().notNull().default(false),
    refusal: boolean().notNull().default(false),
    code: text(),
    reason: text(),
    occurredAt: instant(),
    receivedAt: instant().notNull(),
    verdict: verdictEnum().notNull(),
    text: text().notNull(),
    /** Method, path and body as received; null for what we said ourselves (the sweep). */
    raw: text(),
    /** How often the very same event was delivered again. */
    repeats: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.sentAt, table.messageId, table.key] })],
);

/** Receipts whose message is not known (yet): applied when it appears, else listed as orphans. */
export const parkedReceipts = pgTable(
  "parked_receipts",
  {
    accountId: integer().notNull(),
    gatewayId: integer().notNull(),
    reference: text().notNull(),
    key: text().notNull(),
    receipt: jsonb().notNull(),
    raw: text(),
    receivedAt: instant().notNull(),
    repeats: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.gatewayId, table.reference, table.key] }),
    index("parked_receipts_received").on(table.receivedAt, table.accountId),
  ],
);

/** Where a text's link leads. */
export const linkTargets = pgTable(
  "link_targets",
  {
    accountId: integer().notNull(),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    hash: bytea().notNull(),
    url: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex("link_targets_hash").on(table.hash, table.accountId),
  ],
);

/** One short link of one recipient: `/r/` + base62(account) + the code. */
export const links = pgTable(
  "links",
  {
    accountId: integer().notNull(),
    code: text().notNull(),
    targetId: bigint({ mode: "number" }).notNull(),
    sentAt: instant().notNull(),
    messageId: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.code] }),
    index("links_message").on(table.messageId, table.accountId, table.sentAt),
  ],
);

/** Every visit, of people and of robots, with the rule that said which. */
export const clicks = pgTable(
  "clicks",
  {
    accountId: integer().notNull(),
    sentAt: instant().notNull(),
    messageId: uuid().notNull(),
    id: uuid().notNull(),
    at: instant().notNull(),
    code: text().notNull(),
    address: text(),
    /** Keyed hash of the whole address, kept 30 days: a shortened one cannot be judged again. */
    addressHash: bytea(),
    userAgent: text(),
    language: text(),
    device: text(),
    system: text(),
    browser: text(),
    country: text(),
    robot: boolean().notNull(),
    rule: text().notNull(),
    rulesVersion: smallint().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.sentAt, table.messageId, table.id] }),
    index("clicks_at").on(table.at, table.accountId, table.id),
    index("clicks_hashed").on(table.at, table.accountId).where(sql`address_hash is not null`),
  ],
);
