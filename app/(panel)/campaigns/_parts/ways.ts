import { plusDays } from "@/lib/dataset/period";
import type { Texts } from "@/lib/texts";
import { MESSAGES } from "../../monitoring/messages/question";
import { messageReport } from "../../statistics/question";
import { messagesOf } from "../question";

/** Links are followed long after; a period has at most 400 days. */
const DAYS_OF_CLICKS = 365;

/** From a campaign to everything of it, in one step. @param day the local day of its sending. */
export function waysOf(t: Texts, campaign: { id: number; day: string }): { href: string; label: string }[] {
  const params = messagesOf(campaign);
  const clicks = new URLSearchParams({
    period: `${campaign.day}..${plusDays(campaign.day, DAYS_OF_CLICKS)}`,
    campaign: String(campaign.id),
  });
  return [
    { href: `${MESSAGES}?${params}`, label: t("campaigns.toMonitoring") },
    { href: `${messageReport.path}?${params}`, label: t("statistics.title") },
    { href: `/monitoring/clicks?${clicks}`, label: t("campaigns.toClicks") },
  ];
}
