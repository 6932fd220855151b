import { eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { counts, messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { anyOf, bounds } from "@/lib/dataset/sql";
import type { MessageQuery } from "./dataset";
import { filtered, matchingRows } from "./matching";
import { STATUSES, type Status } from "./status";

export type Figures = { messages: number; segments: number; credits: string };
/** Exact figures of all rows that match; statuses without messages are left out. */
export type Totals = Figures & { byStatus: (Figures & { status: Status })[] };

type Counted = { status: Status; messages: number; segments: number; credits: string };

/**
 * From the counts where they cover the question (period and status), else from the rows; the same figures either way,
 * because rows and counts change together. Called in the transaction that reads the list.
 */
export async function countMessages(tx: Transaction, scope: Scope, query: MessageQuery): Promise<Totals> {
  demand(scope, "read");
  const covered = Object.keys(query.filter).every((key) => key === "status");
  const counted = covered ? fromCounts(scope, query) : fromRows(scope, query);
  const { rows } = await tx.execute<Counted>(sql`
    with counted as (${counted})
    select status, sum(messages)::bigint as messages, sum(segments)::bigint as segments, sum(credits)::text as credits
    from counted group by status having sum(messages) <> 0
    union all
    select null, coalesce(sum(messages), 0)::bigint, coalesce(sum(segments), 0)::bigint, coalesce(sum(credits), 0)::text from counted`);
  const total = rows.find(({ status }) => status === null)!;
  const byStatus = rows
    .filter(({ status }) => status !== null)
    .sort((one, other) => STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status));
  return { messages: total.messages, segments: total.segments, credits: total.credits, byStatus };
}

const fromRows = (scope: Scope, query: MessageQuery) => sql`
  select ${messages.status}, count(*) as messages, sum(${messages.segments}) as segments, sum(${messages.credits}) as credits
  from (${matchingRows(scope, query)}) as messages group by ${messages.status}`;

/**
 * Whole quarters of an hour from the counts, what a period in minutes leaves over at its two edges from the rows. A
 * period without a whole quarter is an edge altogether. Postgres folds the instants when it plans: an edge reads no
 * more than its own month, and an empty one reads nothing.
 */
function fromCounts(scope: Scope, { period, filter }: MessageQuery) {
  const { from, to } = bounds(period, scope.zone);
  const first = sql`least(${quarterOf(sql`${from} + interval '15 minutes' - interval '1 millisecond'`)}, ${to})`;
  const last = sql`greatest(${quarterOf(to)}, ${first})`;
  const cells = sql`
    where account_id = ${scope.accountId} and kind = 'quarter' and key = '' and at >= ${first} and at < ${last}
      and ${anyOf(counts.status, filter.status) ?? sql`true`}`;
  const rowsIn = (since: SQL, until: SQL) => sql`
    select status, count(*), sum(segments), sum(credits) from ${messages}
    where ${eq(messages.accountId, scope.accountId)} and ${filtered(filter) ?? sql`true`}
      and sent_at >= ${since} and sent_at < ${until} group by status`;
  return sql`
    select status, messages, segments, credits from counts ${cells}
    union all select status, messages, segments, credits from count_deltas as counts ${cells}
    union all ${rowsIn(from, first)}
    union all ${rowsIn(last, to)}`;
}

const quarterOf = (instant: SQL) => sql`date_bin('15 minutes', ${instant}, 'epoch'::timestamptz)`;
