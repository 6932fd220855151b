import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { NO_DELAYS } from "@/lib/messages/delays";
import { DIMENSIONS, type Dimension } from "@/lib/messages/dimensions";
import { FAILED } from "@/lib/messages/status";
import type { Split, SplitValue } from "./figures";
import { byStatus, type Counted, delaysOf, grouped, without } from "./gather";

const FAILED_LIST = sql.raw(FAILED.map((status) => `'${status}'`).join());

/** A value that is told by itself. */
export type Named = { of: Dimension; value: string | null };
type Classed = { of: Dimension | null; value: string | null; class: number; messages: number; ms: number };

/** A label may be called "null". */
const keyOf = ({ of, value }: Pick<Classed, "of" | "value">): string => JSON.stringify([of, value]);

/**
 * The values with most messages of each dimension, and what is left.
 * @param counted (of, value, status, sums): each value of each dimension. @param classed (of, value, class, messages, ms):
 * the confirmations of the named values by class, and with `of` null those of all messages.
 */
export async function readSplits(
  tx: Transaction,
  counted: SQL,
  classed: (named: readonly Named[]) => SQL,
  top: number,
): Promise<Record<Dimension, Split>> {
  type Row = Counted & { of: Dimension; value: string | null; place: number; values: number };
  const found = await tx.execute<Row>(sql`
    with counted as (${counted}),
    weighed as (
      select *, sum(messages) over (partition by of, value) as weight from counted
      where of <> 'reason' or status in (${FAILED_LIST})
    ),
    ranked as (
      select *, dense_rank() over (partition by of order by weight desc, value collate "C" nulls last) as place from weighed
    )
    select of, least(place, ${top + 1}) as place, case when place <= ${top} then value end as value, status,
      max(place) as values, sum(messages)::bigint as messages, sum(segments)::bigint as segments,
      sum(credits::numeric)::text as credits, sum(clicked)::bigint as clicked, sum(clicks)::bigint as clicks,
      sum("robotClicks")::bigint as "robotClicks"
    from ranked group by 1, 2, 3, status order by 1, 2`);
  const told = grouped(
    found.rows.filter(({ place, of }) => place <= top && of !== "reason"),
    ({ of, place }) => `${of} ${place}`,
  );
  const delays = (await tx.execute<Classed>(classed([...told.values()].map(([first]) => first!)))).rows;
  const delaysBy = grouped(delays, keyOf);
  const all = delaysOf(delaysBy.get(keyOf({ of: null, value: null })) ?? []);
  return Object.fromEntries(
    DIMENSIONS.map((of) => {
      const own = found.rows.filter((row) => row.of === of);
      const told = grouped(
        own.filter(({ place }) => place <= top),
        ({ place }) => place,
      );
      const values = [...told.values()].map((rows): SplitValue => {
        const { value } = rows[0]!;
        const own = delaysBy.get(keyOf({ of, value })) ?? [];
        return { value, byStatus: byStatus(rows), confirmation: of === "reason" ? NO_DELAYS : delaysOf(own) };
      });
      const rest = own.filter(({ place }) => place > top);
      const others = {
        values: Math.max(...own.map(({ values }) => values)) - top,
        byStatus: byStatus(rest),
        confirmation:
          of === "reason"
            ? NO_DELAYS
            : without(
                all,
                values.map(({ confirmation }) => confirmation),
              ),
      };
      return [of, { top: values, others: rest.length > 0 ? others : null }];
    }),
  ) as Record<Dimension, Split>;
}
