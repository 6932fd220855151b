import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";

/*
 * What became of campaigns, out of the counts: as true at any moment as the rows, and as quick for a campaign of a
 * million as for one of two.
 */

/** @param ids a select of campaigns' ids. @returns a select of id, status and the figures; a status may stand in several rows. */
const countedOf = (scope: Scope, ids: SQL): SQL => sql`
  select key::bigint as id, status, ${FIGURES} from counts
  where account_id = ${scope.accountId} and span = 'ever' and dimension = 'campaign' and at = 'epoch'::timestamptz
    and key in (select id::text from (${ids}) as ids)
  union all
  select campaign_id, status, ${FIGURES} from count_deltas
  where account_id = ${scope.accountId} and campaign_id in (select id from (${ids}) as ids)`;
const FIGURES = sql.raw("messages, segments, credits, clicked, clicks, robot_clicks");

const of = (...statuses: string[]) =>
  sql.raw(
    `coalesce(sum(messages) filter (where status in (${statuses.map((each) => `'${each}'`).join(", ")})), 0)::bigint`,
  );

/**
 * One row a campaign that has messages: how many are in each status, and what they cost and brought.
 * `delivered_rate`: delivered of those that have an outcome · `click_rate`: clicked by a person of the delivered; both
 * in percent with two places, null where there is nothing to divide by.
 */
export const outcomesOf = (scope: Scope, ids: SQL): SQL => sql`
  select *, delivered + failed + pending + duplicate + test as messages,
    round(100.0 * delivered / nullif(delivered + failed, 0), 2) as delivered_rate,
    round(100.0 * clicked / nullif(delivered, 0), 2) as click_rate
  from (
    select id, ${of("processed")} as processed, ${of("sent")} as sent, ${of("processed", "sent")} as pending,
      ${of("delivered")} as delivered, ${of("expired")} as expired, ${of("rejected")} as rejected,
      ${of("non-deliverable")} as non_deliverable, ${of("expired", "rejected", "non-deliverable")} as failed,
      ${of("duplicate")} as duplicate, ${of("test")} as test,
      sum(segments)::bigint as segments, sum(credits) as credits, sum(clicked)::bigint as clicked,
      sum(clicks)::bigint as clicks, sum(robot_clicks)::bigint as robot_clicks
    from (${countedOf(scope, ids)}) as counted group by id
  ) as outcomes`;
