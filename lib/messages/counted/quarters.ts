import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { dayOf, localMinutes, type Period } from "@/lib/dataset/period";
import { bounds } from "@/lib/dataset/sql";
import { each, FIGURES } from "../cells";
import { QUARTER } from "../change";
import type { MessageQuery } from "../dataset";
import { isAsked } from "./cover";
import { factsBetween, union } from "./facts";

/**
 * Whole quarters of an hour from the counts, what a period in minutes leaves over at its two edges from the rows:
 * (at, status, figures), `at` an instant in the quarter. For questions about no dimension; it knows no zone, and so
 * answers also while days are being cut. A period without a whole quarter is an edge altogether.
 */
export function countedQuarters(scope: Scope, query: MessageQuery): SQL {
  const { from, to } = bounds(query.period, scope.zone);
  const first = sql`least(${quarterOf(sql`${from} + interval '15 minutes' - interval '1 millisecond'`)}, ${to})`;
  const last = sql`greatest(${quarterOf(to)}, ${first})`;
  const figures = each(FIGURES, (figure) => figure);
  const cells = (table: string, also: SQL) => sql`
    select at, status, ${figures} from ${sql.raw(table)}
    where account_id = ${scope.accountId} and ${also} and at >= ${first} and at < ${last} and ${isAsked(query)}`;
  const rows = (since: SQL, until: SQL) => sql`
    select at, status, ${figures} from (${factsBetween(scope, query, since, until)}) as fact`;
  return union([
    cells("counts", sql`span = 'quarter' and dimension = 'all'`),
    cells("count_deltas", sql`true`),
    rows(from, first),
    rows(last, to),
  ]);
}

const quarterOf = (instant: SQL) => sql`date_bin('15 minutes', ${instant}, 'epoch'::timestamptz)`;

const DAY_MS = 86_400_000;

/**
 * Whether the zone's clocks went on as they stood within each quarter of the period, so that a quarter has one hour of
 * the day. Most are changed at one's edge; some were a minute later (Newfoundland until 2011).
 */
export function quartersHaveHours({ from, to }: Period, zone: string): boolean {
  const clock = localMinutes(zone);
  const offset = (at: number) => Date.parse(`${clock(new Date(at))}Z`) - at;
  // No zone is more than 15 hours from UTC.
  for (let day = Date.parse(`${dayOf(from)}Z`) - DAY_MS; day <= Date.parse(`${dayOf(to)}Z`) + DAY_MS; day += DAY_MS) {
    if (offset(day) === offset(day + DAY_MS)) continue;
    for (let at = day; at < day + DAY_MS; at += QUARTER) if (offset(at) !== offset(at + QUARTER - 60_000)) return false;
  }
  return true;
}
