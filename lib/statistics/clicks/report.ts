import type { Scope } from "@/lib/auth/scope";
import { namedTargets } from "@/lib/clicks/queries";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { textsOf } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { TOP } from "../message-report";
import type { Report } from "../report";
import { timeSteps } from "../steps";
import { askedOf, type ClickStatisticsQuery, clickStatistics } from "./dataset";
import { readClickFigures } from "./read-figures";
import { tellClicks } from "./tell";

/** STATISTICS - Clicks for one reader: all figures of one snapshot, in words. */
export async function makeClickReport(
  scope: Scope,
  asked: ClickStatisticsQuery,
  now: Date,
  top: number = TOP,
): Promise<Report> {
  const { query, step } = askedOf(asked);
  const figures = await readClickFigures(scope, { query, step, top });
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope);
  const idsOf = (of: "campaign" | "target") => [
    ...figures.splits[of].top.flatMap(({ value }) => (value === null ? [] : Number(value))),
    ...(query.filter[of] ?? []),
  ];
  const [{ campaign }, target] = await Promise.all([
    offeredFor(scope, { filter: { campaign: idsOf("campaign") } }),
    namedTargets(scope, idsOf("target")),
  ]);
  const words = wordsOf(t, formats, namesOf(t, formats, { campaign, target }));
  return tellClicks(
    {
      ...{ t, formats, query, step, figures, nameOf: words.name },
      steps: timeSteps(query.period, step, scope.zone),
    },
    {
      sentence: tellQuery(clickStatistics, asked, words).sentence,
      ...{ account: scope.account.name, zone: scope.zone, now },
    },
  );
}
