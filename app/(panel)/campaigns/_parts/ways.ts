import { plusDays } from "@/lib/dataset/period";
import type { Texts } from "@/lib/texts";
import { MESSAGES } from "../../monitoring/messages/question";
import { messageReport } from "../../statistics/question";
import { CAMPAIGNS, messagesOf } from "../question";

/** Links are followed long after; a period has at most 400 days. */
const DAYS_OF_CLICKS = 365;

/** A campaign and the local day of its sending. */
type Place = { id: number; day: string };

/** From a campaign to everything of it, in one step. */
export function waysOf(t: Texts, campaign: Place): { href: string; label: string }[] {
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

/** Its messages as files. */
export function filesOf(t: Texts, campaign: Place): { href: string; label: string }[] {
  const params = messagesOf(campaign);
  return [
    { href: `${MESSAGES}/csv?${params}&kind=excel`, label: t("campaigns.excel") },
    { href: `${MESSAGES}/csv?${params}&kind=plain`, label: t("campaigns.csv") },
    { href: `${MESSAGES}/xlsx?${params}`, label: t("campaigns.xlsx") },
    { href: `${MESSAGES}/pdf?${params}`, label: t("campaigns.pdf") },
  ];
}

/** Where on its page the next thing is done with it. */
export const nextOf = (t: Texts, { id }: Place): { href: string; label: string }[] => [
  { href: `${CAMPAIGNS}/${id}#${NEXT}`, label: t("campaigns.next") },
  { href: `${CAMPAIGNS}/${id}#${COMPARE}`, label: t("campaigns.compareWith") },
];
export const NEXT = "next";
export const COMPARE = "compare";
