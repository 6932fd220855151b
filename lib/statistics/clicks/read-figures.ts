import { type SQL, sql } from "drizzle-orm";
import { snapshot, type Transaction } from "@/db";
import { clicks, links, messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { joinsFor } from "@/lib/clicks/columns";
import { matching } from "@/lib/clicks/matching";
import type { Rule } from "@/lib/clicks/rules";
import { DELAY_EDGES, type Delays } from "@/lib/messages/delays";
import type { Step } from "../figures";
import {
  type Asked,
  DIMENSIONS,
  type Dimension,
  type Figures,
  type Split,
  type ValueVisits,
  type Visits,
} from "./figures";

/** All figures of the visits that MONITORING - Clicks lists, in one snapshot. */
export async function readClickFigures(scope: Scope, { query, step, top }: Asked): Promise<Figures> {
  demand(scope, "read");
  // What the dimensions look into is joined whatever is filtered.
  const visits = sql`(
    select ${clicks.at}, ${clicks.messageId}, ${clicks.robot}, ${clicks.rule}, ${clicks.device}, ${clicks.system},
      ${clicks.browser}, ${clicks.country}, ${messages.campaignId}::text as campaign, ${links.targetId}::text as target,
      ${messages.confirmedAt}
    from ${clicks} ${joinsFor(["msisdn", "link"], query.filter)} where ${matching(scope, query)}) as visit`;
  return snapshot(async (tx) => ({
    clickedMessages: await countMessages(tx, visits),
    rules: await readRules(tx, visits),
    series: await readSeries(tx, visits, step, scope.zone),
    week: await readWeek(tx, visits, scope.zone),
    splits: await readSplits(tx, visits, top),
    since: await readSince(tx, visits),
  }));
}

const VISITS = sql`count(*) filter (where not robot) as people, count(*) filter (where robot) as robots`;

async function countMessages(tx: Transaction, visits: SQL): Promise<number> {
  const { rows } = await tx.execute<{ messages: number }>(
    sql`select count(distinct message_id) as messages from ${visits} where not robot`,
  );
  return rows[0]!.messages;
}

async function readRules(tx: Transaction, visits: SQL): Promise<Figures["rules"]> {
  const { rows } = await tx.execute<{ rule: Rule; visits: number }>(
    sql`select rule, count(*) as visits from ${visits} group by rule order by visits desc, rule`,
  );
  return rows;
}

async function readSeries(tx: Transaction, visits: SQL, step: Step, zone: string): Promise<Figures["series"]> {
  const written = step === "hour" ? 'YYYY-MM-DD"T"HH24:MI' : "YYYY-MM-DD";
  const { rows } = await tx.execute<Visits & { at: string }>(sql`
    select to_char(place, ${written}) as at, ${VISITS}
    from (select robot, date_trunc(${step}, at at time zone ${zone}) as place from ${visits}) as placed
    group by place order by place`);
  return rows;
}

async function readWeek(tx: Transaction, visits: SQL, zone: string): Promise<Figures["week"]> {
  const { rows } = await tx.execute<Figures["week"][number]>(sql`
    select extract(isodow from local)::integer as weekday, extract(hour from local)::integer as hour, count(*) as visits
    from (select at at time zone ${zone} as local from ${visits}) as placed group by 1, 2 order by 1, 2`);
  return rows;
}

const NAMES = sql.raw(DIMENSIONS.join(", "));
const SETS = sql.raw(DIMENSIONS.map((name) => `(${name})`).join(", "));
const caseOf = (then: (name: Dimension) => string) =>
  sql.raw(`case ${DIMENSIONS.map((name) => `when grouping(${name}) = 0 then ${then(name)}`).join(" ")} end`);

async function readSplits(tx: Transaction, visits: SQL, top: number): Promise<Record<Dimension, Split>> {
  type Row = ValueVisits & { of: Dimension; place: number; values: number };
  const { rows } = await tx.execute<Row>(sql`
    with counted as (
      select ${caseOf((name) => `'${name}'`)} as of, ${caseOf((name) => name)} as value, ${VISITS}
      from (select ${NAMES}, robot from ${visits}) as dimensioned group by grouping sets (${SETS})
    ),
    ranked as (
      select *, row_number() over (partition by of order by people desc, robots desc, value collate "C" nulls last) as place
      from counted
    )
    select of, least(place, ${top + 1}) as place, case when place <= ${top} then value end as value,
      count(*) as values, sum(people)::bigint as people, sum(robots)::bigint as robots
    from ranked group by 1, 2, 3 order by 1, 2`);
  const splitOf = (of: Dimension): Split => {
    const own = rows.filter((row) => row.of === of);
    const rest = own.find(({ place }) => place > top);
    return {
      top: own.filter(({ place }) => place <= top).map(({ value, people, robots }) => ({ value, people, robots })),
      others: rest ? { values: rest.values, people: rest.people, robots: rest.robots } : null,
    };
  };
  return Object.fromEntries(DIMENSIONS.map((of) => [of, splitOf(of)])) as Record<Dimension, Split>;
}

async function readSince(tx: Transaction, visits: SQL): Promise<Delays> {
  const edges = sql.raw(`'{${DELAY_EDGES.join()}}'::float8[]`);
  const { rows } = await tx.execute<{ class: number; visits: number; ms: number }>(sql`
    select width_bucket(ms, ${edges}) as class, count(*) as visits, sum(ms) as ms
    from (select greatest(round(date_part('epoch', at - confirmed_at) * 1000), 0) as ms
      from ${visits} where not robot and confirmed_at is not null) as timed
    group by 1`);
  return {
    messages: rows.reduce((sum, { visits }) => sum + visits, 0),
    sumMs: rows.reduce((sum, { ms }) => sum + ms, 0),
    classes: new Map(rows.map((row) => [row.class, row.visits])),
  };
}
