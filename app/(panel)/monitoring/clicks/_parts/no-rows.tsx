import type { Scope } from "@/lib/auth/scope";
import type { ClickQuery } from "@/lib/clicks/dataset";
import { newestVisit } from "@/lib/clicks/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { Empty, NoMoreRows, NothingInPeriod, NothingMatches } from "../../_parts/nothing";
import { clickList } from "../question";

/** Finds out why a readable question has no rows on this page, and says it. */
export async function NoRows({
  scope,
  query,
  matching,
  list = clickList,
}: {
  scope: Scope;
  query: ClickQuery;
  matching: number;
  /** Where to ask again. */
  list?: Pick<typeof clickList, "path" | "dataset">;
}) {
  const t = pageTexts(scope);
  const asked = { t, list, query, words: "noClicks" as const };
  if (matching > 0) return <NoMoreRows {...asked} />;
  const newest = await newestVisit(scope);
  if (!newest)
    return (
      <Empty title={t("noClicks.emptyTitle")}>
        <p>{t("noClicks.emptyText")}</p>
      </Empty>
    );
  if (Object.keys(query.filter).length > 0) return <NothingMatches {...asked} />;
  const formats = formatsOf(scope, new Date());
  return <NothingInPeriod {...asked} formats={formats} newest={newest} zone={scope.zone} />;
}
