import type { Scope } from "@/lib/auth/scope";
import { dayOf } from "@/lib/dataset/period";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { textsOf } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { askedOf, type MessageStatisticsQuery, messageStatistics } from "./messages-dataset";
import { readFigures } from "./read-figures";
import type { Report } from "./report";
import { timeSteps } from "./steps";
import { tellMessages } from "./tell-messages";

/** Values of a dimension told apart on a page or on paper, and at most in the file of a table. */
export const TOP = 10;
export const TOP_IN_FILE = 1_000;

/**
 * STATISTICS - Messages for one reader: all figures of one snapshot, in words.
 * @throws AppError unavailable, when the question takes too long.
 */
export async function makeMessageReport(
  scope: Scope,
  asked: MessageStatisticsQuery,
  now: Date,
  top: number = TOP,
): Promise<Report> {
  const { query, step, previous } = askedOf(asked);
  const { figures, previous: before } = await readFigures(scope, { query, step, top }, previous);
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope);
  const campaigns = figures.splits.campaign.top.flatMap(({ value }) => (value === null ? [] : Number(value)));
  const own = await offeredFor(scope, { filter: { campaign: [...campaigns, ...(query.filter.campaign ?? [])] } });
  const names = namesOf(t, formats, own);
  const words = wordsOf(t, formats, names);
  return tellMessages(
    {
      ...{ t, formats, query, step, figures },
      nameOf: (of, value) => (of === "reason" ? words.text(`reason.${value}`) : words.name(of, value)),
      steps: timeSteps(query.period, step, scope.zone),
      previous: before &&
        previous && {
          ...before,
          query: previous,
          steps: timeSteps(previous.period, step, scope.zone),
          period: words.days(dayOf(previous.period.from), dayOf(previous.period.to)),
        },
    },
    {
      sentence: tellQuery(messageStatistics, asked, words).sentence,
      ...{ account: scope.account.name, zone: scope.zone, now },
    },
  );
}
