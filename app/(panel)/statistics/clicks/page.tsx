import type { Scope } from "@/lib/auth/scope";
import type { ClickQuery } from "@/lib/clicks/dataset";
import { namedTargets, seenLately } from "@/lib/clicks/queries";
import type { RawParams } from "@/lib/dataset/dataset";
import { offeredFor } from "@/lib/messages/offered";
import { askedOf } from "@/lib/statistics/clicks/dataset";
import { makeClickReport } from "@/lib/statistics/clicks/report";
import { NoRows } from "../../monitoring/clicks/_parts/no-rows";
import { clickList } from "../../monitoring/clicks/question";
import { ReportPage } from "../_parts/report-page";
import { clickReport } from "../question";

export { generateMetadata } from "../_parts/report-page";

export default async function ClickStatisticsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const list = { ...clickList, path: clickReport.path };
  return (
    <ReportPage
      {...{ list: clickReport, raw: await searchParams, own: offered, make: makeClickReport }}
      firstRow={["msisdn", "link", "who"]}
      noRows={(scope, query) => <NoRows {...{ scope, list }} query={askedOf(query).query} matching={0} />}
    />
  );
}

async function offered(scope: Scope, query: Pick<ClickQuery, "filter">) {
  const [{ campaign }, seen, target] = await Promise.all([
    offeredFor(scope, query),
    seenLately(scope),
    namedTargets(scope, query.filter.target ?? []),
  ]);
  return { campaign, target, ...seen };
}
