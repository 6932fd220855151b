import { and, eq, type SQL, sql } from "drizzle-orm";
import { campaigns } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { anyOf, contains, equals, within } from "@/lib/dataset/sql";
import type { CampaignQuery } from "./dataset";

/** What a campaign's own row tells; whether it is running, its messages do (`inState`). */
export const matching = (scope: Scope, { period, filter }: CampaignQuery): SQL =>
  and(
    eq(campaigns.accountId, scope.accountId),
    within(campaigns.sentAt, period, scope.zone),
    contains(campaigns.name, filter.name),
    equals(campaigns.sender, filter.sender),
    equals(campaigns.label, filter.label),
    anyOf(campaigns.origin, filter.origin),
    archived(filter.archived?.[0]),
  )!;

/** An archived campaign is out of the way until it is asked for. */
function archived(asked: "yes" | "all" | undefined): SQL | undefined {
  if (asked === "all") return undefined;
  return asked === "yes" ? sql`${campaigns.archivedAt} is not null` : sql`${campaigns.archivedAt} is null`;
}

/** Over the outcomes. Both states at once are no condition. */
export function inState({ filter: { state } }: CampaignQuery): SQL {
  if (state?.length !== 1) return sql`true`;
  return state[0] === "running" ? sql`coalesce(outcomes.pending, 0) > 0` : sql`coalesce(outcomes.pending, 0) = 0`;
}
