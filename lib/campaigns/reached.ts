import { and, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { type Outcome, type Reached, reasonOf } from "./outcome";

const CONDITIONS: Record<string, SQL> = {
  failed: sql`status in ('expired', 'rejected', 'non-deliverable')`,
  delivered: sql`status = 'delivered'`,
  clicked: sql`clicks > 0`,
  "not-clicked": sql`status = 'delivered' and clicks = 0`,
};

const conditionOf = (outcome: Outcome): SQL => {
  const reason = reasonOf(outcome);
  return reason === null ? CONDITIONS[outcome]! : sql`${CONDITIONS.failed} and reason = ${reason}`;
};

/** A select of `msisdn`, `country`, one row a message; of numbers that can be written to, not of forgotten ones. */
export const reachedBy = ({ accountId }: Scope, { campaign, outcome }: Reached): SQL => sql`
  select msisdn, country from messages
  where account_id = ${accountId} and campaign_id = ${campaign} and ${conditionOf(outcome)}
    and msisdn ~ '^[0-9]{4,15}$' and reason is distinct from 'invalid_number'`;

/** How many different numbers that is. @throws AppError not-found, also for another account's campaign. */
export async function countReached(scope: Scope, reached: Reached): Promise<number> {
  await requireCampaign(scope, reached.campaign);
  const { rows } = await db.execute<{ numbers: number }>(sql`
    select count(distinct msisdn)::integer as numbers from (${reachedBy(scope, reached)}) as reached`);
  return rows[0]!.numbers;
}

/** @returns its name. @throws AppError not-found, also for another account's. */
export async function requireCampaign(scope: Scope, id: number): Promise<string> {
  demand(scope, "read");
  const [campaign] = await db
    .select({ name: campaigns.name })
    .from(campaigns)
    .where(and(eq(campaigns.accountId, scope.accountId), eq(campaigns.id, id)));
  if (!campaign) throw notFound("Campaign");
  return campaign.name;
}
