import { type SQL, sql } from "drizzle-orm";
import { snapshot, type Transaction } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import type { Origin } from "@/lib/messages/origin";
import { outcomesOf } from "./counted";

/** What became of a campaign: numbers of messages; credits a decimal text; rates in percent, null without a denominator. */
export type Outcomes = {
  processed: number;
  sent: number;
  pending: number;
  delivered: number;
  expired: number;
  rejected: number;
  nonDeliverable: number;
  failed: number;
  duplicate: number;
  test: number;
  segments: number;
  credits: string;
  clicked: number;
  clicks: number;
  robotClicks: number;
  deliveredRate: number | null;
  clickRate: number | null;
};

export type Campaign = Outcomes & {
  id: number;
  name: string;
  label: string | null;
  sentAt: Date;
  sender: string;
  text: string | null;
  subid: string | null;
  origin: Origin;
  recipients: number;
  archived: boolean;
  /** Who sent it, where a person did and is still there. */
  by: string | null;
};

/** Of one operator or one reason, most messages first; the value is null where there is none. */
export type Part = { value: string | null; messages: number; delivered: number; failed: number };
/** Messages delivered, and messages first clicked by a person, within so many hours of being sent. */
export type CurvePoint = { hours: number; delivered: number; clicked: number };

export type CampaignDetail = {
  campaign: Campaign;
  curve: CurvePoint[];
  operators: Part[];
  reasons: Part[];
};

const MOST_PARTS = 20;
/** Where the curve is looked at: close together while most happens, then day by day for a week. */
const HOURS = [0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 144, 168];

/** A campaign with its course and what it failed of, in one snapshot. @throws AppError not-found, also for another account's. */
export async function getCampaign(scope: Scope, id: number): Promise<CampaignDetail> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const [campaign] = await readCampaigns(tx, scope, [id]);
    if (!campaign) throw notFound("Campaign");
    return {
      campaign,
      curve: await readCurve(tx, scope, campaign),
      ...(await readParts(tx, scope, id)),
    };
  });
}

export const MOST_COMPARED = 6;

/** Several campaigns beside one another, in the order asked for. @throws AppError not-found, when one is not there. */
export async function compareCampaigns(
  scope: Scope,
  ids: readonly number[],
): Promise<{ campaign: Campaign; curve: CurvePoint[] }[]> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const found = await readCampaigns(tx, scope, ids.slice(0, MOST_COMPARED));
    const compared = [];
    for (const id of ids.slice(0, MOST_COMPARED)) {
      const campaign = found.find((each) => each.id === id);
      if (!campaign) throw notFound("Campaign");
      compared.push({ campaign, curve: await readCurve(tx, scope, campaign) });
    }
    return compared;
  });
}

async function readCampaigns(tx: Transaction, scope: Scope, ids: readonly number[]): Promise<Campaign[]> {
  const asked = sql`select unnest(${sql.param(ids)}::bigint[]) as id`;
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with outcomes as (${outcomesOf(scope, asked)})
    select campaigns.*, texts.body as text, users.name as by, outcomes.*, campaigns.id as id,
      outcomes.credits::text as credits
    from campaigns
      left join outcomes on outcomes.id = campaigns.id
      left join texts on texts.account_id = campaigns.account_id and texts.id = campaigns.text_id
      left join users on users.id = campaigns.created_by and users.account_id = campaigns.account_id
    where campaigns.account_id = ${scope.accountId} and campaigns.id in (${asked})`);
  return rows.map((row) => {
    const number = (name: string) => Number(row[name] ?? 0);
    const share = (name: string) => (row[name] === null ? null : Number(row[name]));
    return {
      ...{ id: number("id"), name: String(row.name), label: row.label as string | null },
      ...{ sentAt: new Date(String(row.sent_at)), sender: String(row.sender), text: row.text as string | null },
      ...{ subid: row.subid as string | null, origin: row.origin as Origin, recipients: number("recipients") },
      ...{ archived: row.archived_at !== null, by: row.by as string | null },
      ...{ processed: number("processed"), sent: number("sent"), pending: number("pending") },
      ...{ delivered: number("delivered"), failed: number("failed"), expired: number("expired") },
      ...{ rejected: number("rejected"), nonDeliverable: number("non_deliverable") },
      ...{ duplicate: number("duplicate"), test: number("test"), segments: number("segments") },
      ...{ credits: String(row.credits ?? "0"), clicked: number("clicked"), clicks: number("clicks") },
      ...{
        robotClicks: number("robot_clicks"),
        deliveredRate: share("delivered_rate"),
        clickRate: share("click_rate"),
      },
    };
  });
}

/** How many were there within each of HOURS; it ends where nothing more was added. */
async function readCurve(tx: Transaction, scope: Scope, { id }: Campaign): Promise<CurvePoint[]> {
  type Row = { of: "delivered" | "clicked"; edges: number; messages: number };
  const { rows } = await tx.execute<Row>(sql`
    select 'delivered' as of, ${edgesOf(sql`confirmed_at - sent_at`)} as edges, count(*)::integer as messages
    from messages
    where account_id = ${scope.accountId} and campaign_id = ${id} and status = 'delivered' and confirmed_at is not null
    group by edges
    union all
    select 'clicked', ${edgesOf(sql`first.at - messages.sent_at`)} as edges, count(*)::integer
    from messages, lateral (
      select min(clicks.at) as at from clicks
      where clicks.account_id = ${scope.accountId} and clicks.sent_at = messages.sent_at
        and clicks.message_id = messages.id and not clicks.robot
    ) as first
    where messages.account_id = ${scope.accountId} and campaign_id = ${id} and messages.clicks > 0
      and first.at is not null
    group by edges`);
  const within = (of: Row["of"], place: number) =>
    rows.reduce((sum, row) => (row.of === of && row.edges >= HOURS.length - place ? sum + row.messages : sum), 0);
  const points = HOURS.map((hours, place) => ({
    hours,
    delivered: within("delivered", place),
    clicked: within("clicked", place),
  }));
  const last = points.at(-1)!;
  const end = points.findIndex(({ delivered, clicked }) => delivered === last.delivered && clicked === last.clicked);
  return last.delivered + last.clicked === 0 ? [] : points.slice(0, end + 1);
}

/** How many of HOURS, from the last one back, a time is within; turned round because a class begins with its edge. */
const edgesOf = (time: SQL) => sql`width_bucket(-date_part('epoch', ${time}), ${sql.raw(EDGES)}::float8[])`;
const EDGES = `'{${HOURS.map((hours) => -hours * 3_600)
  .reverse()
  .join()}}'`;

/** By operator, and the failed ones by reason, in one pass. */
async function readParts(
  tx: Transaction,
  scope: Scope,
  id: number,
): Promise<Pick<CampaignDetail, "operators" | "reasons">> {
  const { rows } = await tx.execute<Part & { of: "operator" | "reason" }>(sql`
    with part as (
      select case when grouping(operator) = 0 then 'operator' else 'reason' end as of,
        case when grouping(operator) = 0 then operator else reason end as value, count(*)::integer as messages,
        count(*) filter (where status = 'delivered')::integer as delivered,
        count(*) filter (where status in ('expired', 'rejected', 'non-deliverable'))::integer as failed
      from messages where account_id = ${scope.accountId} and campaign_id = ${id}
      group by grouping sets ((operator), (reason))
    )
    (select * from part where of = 'operator' order by messages desc, value nulls last limit ${MOST_PARTS})
    union all
    (select of, value, failed, 0, failed from part where of = 'reason' and failed > 0
      order by failed desc, value nulls last limit ${MOST_PARTS})`);
  const partsBy = (by: "operator" | "reason") =>
    rows.filter((row) => row.of === by).map(({ of: _, ...part }): Part => part);
  return { operators: partsBy("operator"), reasons: partsBy("reason") };
}
