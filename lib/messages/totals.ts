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

/** Of one status, or of all: null. */
type Counted = { status: Status | null; messages: number; segments: number; credits: string };

/**
 * From the counts where they cover the question (period and status), else from the rows; the same figures either way,
 * because rows and counts change together. Called in the transaction that reads the list.
 */
export async function countMessages(tx: Transaction, scope: Scope, query: MessageQuery): Promise<Totals> {
  demand(scope, "read");
  const covered = Object.keys(query.filter).every((key) => key === "status");
  const counted = covered ? fromCounts(scope, query) : fromRows(scope, query);
  const { rows } = await tx.execute<Counted>(sql`
    select status, coalesce(sum(messages), 0)::bigint as messages, coalesce(sum(segments), 0)::bigint as segments,
      coalesce(sum(credits), 0)::text as credits
    from (${counted}) as counted
    group by grouping sets ((status), ()) having grouping(status) = 1 or sum(messages) <> 0`);
  const figures = ({ messages, segments, credits }: Counted): Figures => ({ messages, segments, credits });
  const byStatus = STATUSES.flatMap((status) => {
    const row = rows.find((each) => each.status === status);
    return row ? [{ status, ...figures(row) }] : [];
  });
  return { ...figures(rows.find(({ status }) => status === null)!), byStatus };
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
    where account_id = ${scope.accountId} and at >= ${first} and at < ${last}
      and ${anyOf(counts.status, filter.status) ?? sql`true`}`;
  const rowsIn = (since: SQL, until: SQL) => sql`
    select status, count(*), sum(segments), sum(credits) from ${messages}
    where ${eq(messages.accountId, scope.accountId)} and ${filtered(scope, filter) ?? sql`true`}
      and sent_at >= ${since} and sent_at < ${until} group by status`;
  return sql`
    select status, messages, segments, credits from counts ${cells} and span = 'quarter' and dimension = 'all'
    union all select status, messages, segments, credits from count_deltas as counts ${cells}
    union all ${rowsIn(from, first)}
    union all ${rowsIn(last, to)}`;
}

const quarterOf = (instant: SQL) => sql`date_bin('15 minutes', ${instant}, 'epoch'::timestamptz)`;
