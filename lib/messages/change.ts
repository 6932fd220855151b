import { and, eq, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db";
import { insertFrom, names, quoted, unnest } from "@/db/bulk";
import { rowReader, runPrepared } from "@/db/prepared";
import { countDeltas, messages } from "@/db/schema";
import { alongside } from "@/db/transaction";
import type { Scope } from "@/lib/auth/scope";
import { CONSEQUENCES } from "./consequences";

export type Message = typeof messages.$inferSelect;
/** `before: null` adds the message. The identity (account, sentAt, id) never changes. */
export type Change = {
  before: Message | null;
  after: Message;
  /** The newest visit of a person, where `clicks` grew by visits that have just come. */
  clickedAt?: Date;
};

const COLUMNS = Object.keys({
  accountId: 1,
  sentAt: 1,
  id: 1,
  msisdn: 1,
  country: 1,
  operator: 1,
  sender: 1,
  textId: 1,
  parameters: 1,
  status: 1,
  reason: 1,
  code: 1,
  segments: 1,
  encoding: 1,
  cost: 1,
  credits: 1,
  campaignId: 1,
  label: 1,
  subid: 1,
  reference: 1,
  gatewayId: 1,
  origin: 1,
  callbackTargetId: 1,
  validUntil: 1,
  handedAt: 1,
  confirmedAt: 1,
  updatedAt: 1,
  receipts: 1,
  clicks: 1,
  robotClicks: 1,
  prepaid: 1,
  certified: 1,
} satisfies Record<keyof Message, 1>) as (keyof Message)[];

/** What changes after acceptance; the rest of a message is immutable. */
const MUTABLE = [
  "operator",
  "status",
  "reason",
  "code",
  "credits",
  "gatewayId",
  "handedAt",
  "confirmedAt",
  "updatedAt",
  "receipts",
  "clicks",
  "robotClicks",
] as const satisfies readonly (keyof Message)[];

/**
 * The one door through which messages are added or changed: rows and counts in one transaction, so that they never
 * differ. The caller has locked the rows it changes (`lockMessages`), and all belong to the scope's account.
 */
export async function changeMessages(tx: Transaction, scope: Scope, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const added = changes.filter(({ before }) => before === null).map(({ after }) => after);
  const changed = changes.filter((change): change is Changed => change.before !== null);
  if (added.length > 0) await alongside(tx, insertFrom(messages, COLUMNS, added));
  if (changed.length > 0) await updateRows(tx, scope, changed);
  const deltas = deltasOf(scope, changes);
  if (deltas.length > 0) await alongside(tx, insertFrom(countDeltas, DELTA_COLUMNS, deltas));
  for (const follow of CONSEQUENCES) await follow(tx, scope, changes);
}

type Changed = Change & { before: Message };

/**
 * As an insert that meets each row at its key: as a join (`update … from`) Postgres reads the account's whole span of time
 * for every batch as long as it knows little of a young partition (measured: half of all that a visit costs). `offset 0`
 * keeps the rows' own reading from becoming that join. Only columns in which a row differs are sent.
 */
async function updateRows(tx: Transaction, scope: Scope, rows: readonly Changed[]): Promise<void> {
  const keys = MUTABLE.filter((key) => rows.some(({ before, after }) => before[key] !== after[key]));
  if (keys.length === 0) return;
  const others = COLUMNS.filter((key) => !(keys as readonly string[]).includes(key));
  const after = rows.map((row) => row.after);
  const each = (prefix: string) => sql.raw(keys.map((key) => `${prefix}.${quoted(key)}`).join(", "));
  await alongside(
    tx,
    sql`
    insert into messages (${names(others)}, ${names(keys)})
    select own.*, ${each("given")} from ${unnest(messages, ["sentAt", "id", ...keys], after)} as given (sent_at, id, ${names(keys)})
    cross join lateral (
      select ${names(others)} from messages
      where account_id = ${scope.accountId} and sent_at = given.sent_at and id = given.id offset 0
    ) as own
    on conflict (account_id, sent_at, id) do update set (${names(keys)}) = row (${each("excluded")})`,
  );
}

type Delta = typeof countDeltas.$inferInsert;

/** What is told of a message in the deltas: messages that are alike in it are summed. */
const TRAITS = [
  "at",
  "status",
  "country",
  "operator",
  "sender",
  "label",
  "reason",
  "gatewayId",
  "campaignId",
  "processing",
  "confirmation",
] as const satisfies (keyof Delta)[];
const FIGURES = ["messages", "segments", "clicked", "clicks", "robotClicks", "silent"] as const;
const DELTA_COLUMNS = ["accountId", ...TRAITS, ...FIGURES, "credits"] as const satisfies (keyof Delta)[];

/** A quarter of an hour: every time zone of the world cuts its days at one. */
export const QUARTER = 15 * 60_000;

/** Where a message stays as it was in these, it is counted at the same place; its time of sending never changes. */
const PLACED_BY = [
  ...(["status", "country", "operator", "sender", "label", "reason", "gatewayId", "campaignId"] as const),
  ...(["handedAt", "confirmedAt"] as const),
] satisfies (keyof Message)[];

/** The same of a row in SQL: `factsOfRows` in cells.ts. */
function traitsOf(message: Pick<Message, "sentAt" | (typeof PLACED_BY)[number]>): Pick<Delta, (typeof TRAITS)[number]> {
  const { status, country, operator, sender, label, reason, gatewayId, campaignId, confirmedAt } = message;
  const sentAt = message.sentAt.getTime();
  const since = (instant: Date | null) => instant && Math.max(0, instant.getTime() - sentAt);
  return {
    at: new Date(Math.floor(sentAt / QUARTER) * QUARTER),
    ...{ status, country, operator, sender, label, reason, gatewayId, campaignId },
    processing: status === "test" || status === "duplicate" ? null : since(message.handedAt),
    confirmation: status === "delivered" ? since(confirmedAt) : null,
  };
}

function deltasOf(scope: Scope, changes: readonly Change[]): Delta[] {
  type Sum = Delta & Record<(typeof FIGURES)[number], number> & { tenThousandths: bigint };
  const sums = new Map<string, Sum>();
  const sumOf = (message: Message): Sum => {
    const traits = traitsOf(message);
    const name = JSON.stringify(TRAITS.map((trait) => traits[trait]));
    let sum = sums.get(name);
    if (!sum) {
      const nothing = { messages: 0, segments: 0, clicked: 0, clicks: 0, robotClicks: 0, silent: 0 };
      sum = { accountId: scope.accountId, ...traits, ...nothing, credits: "0", tenThousandths: 0n };
      sums.set(name, sum);
    }
    return sum;
  };
  const count = (message: Message, sign: 1 | -1, sum: Sum) => {
    sum.messages += sign;
    sum.segments += sign * message.segments;
    sum.clicked += message.clicks > 0 ? sign : 0;
    sum.clicks += sign * message.clicks;
    sum.robotClicks += sign * message.robotClicks;
    sum.silent += message.receipts === 0 ? sign : 0;
    sum.tenThousandths += BigInt(sign) * tenThousandths(message.credits);
  };
  for (const { before, after } of changes) {
    const sum = sumOf(after);
    if (before) count(before, -1, PLACED_BY.every((key) => before[key] === after[key]) ? sum : sumOf(before));
    count(after, 1, sum);
  }
  return [...sums.values()]
    .filter((sum) => FIGURES.some((figure) => sum[figure] !== 0) || sum.tenThousandths !== 0n)
    .map((sum) => ({ ...sum, credits: decimal(sum.tenThousandths) }));
}

/** Credits have four places and are never floats: sums are made in whole ten-thousandths. */
export function tenThousandths(credits: string): bigint {
  const [whole = "0", places = ""] = credits.replace("-", "").split(".");
  const units = BigInt(whole) * 10_000n + BigInt(places.slice(0, 4).padEnd(4, "0"));
  return credits.startsWith("-") ? -units : units;
}

export function decimal(units: bigint): string {
  const size = units < 0n ? -units : units;
  return `${units < 0n ? "-" : ""}${size / 10_000n}.${String(size % 10_000n).padStart(4, "0")}`;
}

/**
 * The named messages of the account, locked until the transaction ends, in the order of their ids so that two
 * transactions never wait for each other. Ids that are not there are left out.
 */
export async function lockMessages(
  tx: Transaction,
  scope: Scope,
  keys: readonly { sentAt: Date; id: string }[],
): Promise<Message[]> {
  if (keys.length === 0) return [];
  const sorted = [...keys].sort((one, other) => (one.id < other.id ? -1 : 1));
  // Row by row through the primary key: as a join, Postgres would read the whole span of time wherever it knows little
  // of a young partition (measured: 62 ms a batch of 64 instead of 1).
  const given = unnest(messages, ["sentAt", "id"], sorted);
  const { rows } = await runPrepared(
    tx,
    sql`
    select own.* from ${given} as given (sent_at, id) cross join lateral (
      select ${names(COLUMNS)} from messages
      where account_id = ${scope.accountId} and sent_at = given.sent_at and id = given.id for update
    ) as own`,
  );
  return rows.map(readMessage);
}

const readMessage = rowReader(messages, COLUMNS);

/** Joins messages to a table that names one by account, sentAt and id. */
export const sameMessage = (table: Record<"accountId" | "sentAt" | "id", PgColumn>) =>
  and(eq(messages.accountId, table.accountId), eq(messages.sentAt, table.sentAt), eq(messages.id, table.id));
