import { type CampaignQuery, campaignDataset } from "@/lib/campaigns/dataset";
import { plusDays } from "@/lib/dataset/period";
import { addressIn } from "../monitoring/list";

export const CAMPAIGNS = "/campaigns";
export const campaignList = { path: CAMPAIGNS, dataset: campaignDataset };

export const addressOf = (query: CampaignQuery): string => addressIn(campaignList, query);

/**
 * MONITORING's question for the messages of a campaign. Large ones are accepted in several requests, some after
 * midnight: the day after belongs to it.
 * @param day the local day on which its sending began.
 */
export function messagesOf(
  { id, day }: { id: number; day: string },
  filter: Record<string, string | readonly string[]> = {},
): URLSearchParams {
  const params = new URLSearchParams({ period: `${day}..${plusDays(day, 1)}`, campaign: String(id) });
  for (const [key, value] of Object.entries(filter)) for (const each of [value].flat()) params.append(key, each);
  return params;
}
