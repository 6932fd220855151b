import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import type { MessageQuery } from "./dataset";
import { listOptions } from "./queries";

export type Offered = Awaited<ReturnType<typeof listOptions>>;

/** What the form offers for a question: the account's own lists, and the campaigns it asks for, however old. */
export async function offeredFor(
  scope: Scope,
  { filter }: { filter: Pick<MessageQuery["filter"], "campaign"> },
): Promise<Offered> {
  const [own, asked] = await Promise.all([listOptions(scope), namedCampaigns(scope, filter.campaign ?? [])]);
  const older = asked.filter(({ value }) => own.campaign.every((listed) => listed.value !== value));
  return { ...own, campaign: [...older, ...own.campaign] };
}

async function namedCampaigns(scope: Scope, ids: readonly number[]): Promise<Offered["campaign"]> {
  demand(scope, "read");
  if (ids.length === 0) return [];
  const found = await db
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(and(eq(campaigns.accountId, scope.accountId), inArray(campaigns.id, [...ids])));
  return found.map(({ id, name }) => ({ value: String(id), label: name }));
}
