import Link from "next/link";
import type { Scope } from "@/lib/auth/scope";
import type { CampaignQuery } from "@/lib/campaigns/dataset";
import { newestCampaign } from "@/lib/campaigns/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { Empty, NoMoreRows, NothingInPeriod, NothingMatches } from "../../monitoring/_parts/nothing";
import { campaignList } from "../question";

/** Finds out why a readable question has no campaigns on this page, and says it. */
export async function NoRows({ scope, query, matching }: { scope: Scope; query: CampaignQuery; matching: number }) {
  const t = pageTexts(scope);
  const asked = { t, list: campaignList, query, words: "noCampaigns" as const };
  if (matching > 0) return <NoMoreRows {...asked} />;
  const newest = await newestCampaign(scope);
  if (!newest)
    return (
      <Empty title={t("noCampaigns.emptyTitle")}>
        <p>{t("noCampaigns.emptyText")}</p>
        <p className="mt-4">
          <Link href="/help/api" prefetch={false} className="button">
            {t("noCampaigns.emptyHow")}
          </Link>
        </p>
      </Empty>
    );
  if (Object.keys(query.filter).length > 0) return <NothingMatches {...asked} />;
  return <NothingInPeriod {...asked} formats={formatsOf(scope, new Date())} newest={newest} zone={scope.zone} />;
}
