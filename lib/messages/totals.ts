import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { inMinutes } from "@/lib/dataset/period";
import { coverOf } from "./counted/cover";
import { countedDays } from "./counted/days";
import { countedQuarters } from "./counted/quarters";
import type { MessageQuery } from "./dataset";
import { matchingRows } from "./matching";
import { STATUSES, type Status } from "./status";

export type Figures = { messages: number; segments: number; credits: string };
/** Exact figures of all rows that match; statuses without messages are left out. */
export type Totals = Figures & { byStatus: (Figures & { status: Status })[] };

/** Of one status, or of all: null. */
type Counted = { status: Status | null; messages: number; segments: number; credits: string };

/**
 * From the counts where they cover the question (period, status and one dimension), else from the rows; the same figures
 * either way, because rows and counts change together. Called in the transaction that reads the list.
 */
export async function countMessages(tx: Transaction, scope: Scope, query: MessageQuery): Promise<Totals> {
  demand(scope, "read");
  const counted = (await fromCounts(tx, scope, query)) ?? fromRows(scope, query);
  const { rows } = await tx.execute<Counted>(sql`
    select status, coalesce(sum(messages), 0)::bigint as messages, coalesce(sum(segments), 0)::bigint as segments,
      coalesce(sum(credits), 0)::numeric(30, 4)::text as credits
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
 * Of a period in minutes quarters leave less over at its edges than days; by a dimension only days are counted. Null
 * where neither will do.
 */
async function fromCounts(tx: Transaction, scope: Scope, query: MessageQuery): Promise<SQL | null> {
  const cover = coverOf(query.filter);
  if (!cover) return null;
  if (cover.dimension !== null) return (await countedDays(tx, scope, query, cover, [cover.dimension]))?.figures ?? null;
  const days = inMinutes(query.period) ? null : await countedDays(tx, scope, query, cover, ["all"]);
  return days?.figures ?? countedQuarters(scope, query);
}
