import { type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import { FAILED } from "@/lib/messages/status";

/* How each gateway does just now, cheaply at any size: what waits by the outbox's own index, what was handed over by a
 * row a minute, what became of it by the newest messages of the hour. */

const MOST_COUNTED = 100_000;
/** Of the account's messages of the last hour so many, the newest, are looked at. */
const MOST_LOOKED_AT = 100_000;
const MOST_IN_SAMPLE = 10_000;
const MINUTE = 60_000;

export type GatewayState = {
  gatewayId: number;
  /** Messages that wait for it; `more`: at least so many, no more are counted. */
  waiting: { messages: number; more: boolean; oldestAt: Date | null };
  /** Messages handed over, about: a minute that is cut counts in part. `unsure`: of the 15 minutes' those perhaps not taken. */
  handed: { lastMinute: number; last15: number; unsure: number };
  /** What became of messages of the last hour that were handed over: the newest ones, up to 10 000 of the account. */
  sample: { messages: number; failed: number; silent: number; p95Seconds: number | null };
};

/** Of each gateway that has anything to tell, by its id. */
export async function gatewayStates(scope: Scope, now: Date): Promise<Map<number, GatewayState>> {
  demand(scope, "manage");
  const [waiting, handed, sample] = await Promise.all([queues(scope), rates(scope, now), outcomes(scope, now)]);
  const ids = new Set([...waiting.keys(), ...handed.keys(), ...sample.keys()]);
  return new Map(
    [...ids].map((gatewayId) => [
      gatewayId,
      {
        gatewayId,
        waiting: waiting.get(gatewayId) ?? NOTHING_WAITS,
        handed: handed.get(gatewayId) ?? NOTHING_HANDED,
        sample: sample.get(gatewayId) ?? NO_SAMPLE,
      },
    ]),
  );
}

const NOTHING_WAITS: GatewayState["waiting"] = { messages: 0, more: false, oldestAt: null };
const NOTHING_HANDED: GatewayState["handed"] = { lastMinute: 0, last15: 0, unsure: 0 };
const NO_SAMPLE: GatewayState["sample"] = { messages: 0, failed: 0, silent: 0, p95Seconds: null };

async function queues(scope: Scope): Promise<Map<number, GatewayState["waiting"]>> {
  const { rows } = await db.execute<{ id: number; messages: number; oldest: string | null }>(sql`
    select g.id, queue.messages, queue.oldest
    from gateways g, lateral (
      select count(*)::integer as messages, min(sent_at) as oldest from (
        select sent_at from outbox where account_id = ${scope.accountId} and gateway_id = g.id
        order by due_at limit ${MOST_COUNTED + 1}) as waiting
    ) as queue
    where g.account_id = ${scope.accountId} and queue.messages > 0`);
  return new Map(
    rows.map(({ id, messages, oldest }) => {
      const more = messages > MOST_COUNTED;
      const oldestAt = oldest === null ? null : new Date(oldest);
      return [id, { messages: Math.min(messages, MOST_COUNTED), more, oldestAt }];
    }),
  );
}

/** Minutes are whole ones; of the one that the period cuts, the part that lies in it. */
async function rates(scope: Scope, now: Date): Promise<Map<number, GatewayState["handed"]>> {
  const lasting = (minutes: number, figure: SQL) => {
    const from = new Date(now.getTime() - minutes * MINUTE);
    const share = 1 - (from.getTime() % MINUTE) / MINUTE;
    return sql`round(sum(${figure} * case when at > ${from.toISOString()}::timestamptz then 1 else ${share}::numeric end)
      filter (where at > ${new Date(from.getTime() - MINUTE).toISOString()}::timestamptz))::integer`;
  };
  const since = new Date(now.getTime() - 16 * MINUTE).toISOString();
  const { rows } = await db.execute<{ id: number } & Partial<GatewayState["handed"]>>(sql`
    select gateway_id as id, ${lasting(1, sql`handed`)} as "lastMinute", ${lasting(15, sql`handed`)} as last15,
      ${lasting(15, sql`unsure`)} as unsure
    from gateway_minutes where account_id = ${scope.accountId} and at > ${since}::timestamptz group by gateway_id`);
  const given = (figure: number | null | undefined) => figure ?? 0;
  return new Map(
    rows.map(({ id, lastMinute, last15, unsure }) => [
      id,
      { lastMinute: given(lastMinute), last15: given(last15), unsure: given(unsure) },
    ]),
  );
}

async function outcomes(scope: Scope, now: Date): Promise<Map<number, GatewayState["sample"]>> {
  const since = new Date(now.getTime() - 60 * MINUTE).toISOString();
  const { rows } = await db.execute<{ id: number } & GatewayState["sample"]>(sql`
    with looked_at as (
      select gateway_id, status, receipts, handed_at, confirmed_at from messages
      where account_id = ${scope.accountId} and sent_at > ${since}::timestamptz and sent_at <= ${now.toISOString()}::timestamptz
      order by sent_at desc, id desc limit ${MOST_LOOKED_AT}
    ),
    sample as (
      select * from looked_at where handed_at is not null and gateway_id is not null limit ${MOST_IN_SAMPLE}
    )
    select gateway_id as id, count(*)::integer as messages,
      (count(*) filter (where status = any(${sql.param(FAILED)}::message_status[])))::integer as failed,
      (count(*) filter (where receipts = 0))::integer as silent,
      (percentile_disc(0.95) within group (order by extract(epoch from confirmed_at - handed_at))
        filter (where status = 'delivered'))::double precision as "p95Seconds"
    from sample group by gateway_id`);
  return new Map(rows.map(({ id, ...sample }) => [id, sample]));
}
