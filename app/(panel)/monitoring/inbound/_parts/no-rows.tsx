import { Go } from "@/app/_ui/go";
import { may, type Scope } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import type { InboundQuery } from "@/lib/inbound/dataset";
import { newestInbound } from "@/lib/inbound/queries";
import { pageTexts } from "@/lib/texts";
import { Empty, NoMoreRows, NothingInPeriod, NothingMatches } from "../../_parts/nothing";
import { inboundList } from "../question";

/** Finds out why a readable question has no rows on this page, and says it. */
export async function NoRows({ scope, query, matching }: { scope: Scope; query: InboundQuery; matching: number }) {
  const t = pageTexts(scope);
  const asked = { t, list: inboundList, query, words: "noInbound" as const };
  if (matching > 0) return <NoMoreRows {...asked} />;
  const newest = await newestInbound(scope);
  if (!newest)
    return (
      <Empty title={t("noInbound.emptyTitle")}>
        <p>{t("noInbound.emptyText")}</p>
        {may(scope, "manage") && (
          <p className="mt-4">
            <Go href="/settings/gateways" className="button">
              {t("noInbound.emptyLink")}
            </Go>
          </p>
        )}
      </Empty>
    );
  if (Object.keys(query.filter).length > 0) return <NothingMatches {...asked} />;
  const formats = formatsOf(scope, new Date());
  return <NothingInPeriod {...asked} formats={formats} newest={newest} zone={scope.zone} />;
}
