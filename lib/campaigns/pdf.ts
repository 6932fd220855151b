import type { Scope } from "@/lib/auth/scope";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";
import { campaignDataset } from "./dataset";
import { type CampaignTotals, countCampaigns, selectForFile } from "./queries";

/** The question's campaigns as PDF, as the page shows them. */
export const campaignPdf = listPdf({
  ...{ dataset: campaignDataset, count: countCampaigns, select: selectForFile, tell },
});

function tell(scope: Scope, now: Date): Told<CampaignTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  return {
    rows: ({ campaigns }) => campaigns,
    figures: ({ campaigns, recipients }) => [
      [formats.integer(campaigns), t("campaigns.count", { count: campaigns })],
      [formats.integer(recipients), t("campaigns.recipients", { count: recipients })],
    ],
    parts: () => [],
    widths: { name: 130, text: 170, label: 70, subid: 80, credits: 54 },
    cell: (row, { key }) =>
      ["deliveredRate", "clickRate"].includes(key) && row[key] !== null && row[key] !== undefined
        ? words(formats.percent(Number(row[key]), 100))
        : undefined,
  };
}
