import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { type RawParams, readQuery } from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { invalid } from "@/lib/errors";
import { isTooFine, type MessageStatisticsQuery, messageStatistics } from "@/lib/statistics/messages-dataset";
import type { Texts } from "@/lib/texts";
import { addressIn, readQuestion as readQuestionIn } from "../monitoring/list";

export const STATISTICS = "/statistics/messages";
export const statisticsList = { path: STATISTICS, dataset: messageStatistics };
/** The same question, on a page made for paper. */
export const paperList = { ...statisticsList, path: `${STATISTICS}/print` };

/** The file of one table of the report. */
export const csvOf = (query: MessageStatisticsQuery) => (table: string) => {
  const address = addressIn({ ...statisticsList, path: `${STATISTICS}/csv` }, query);
  return `${address}${address.includes("?") ? "&" : "?"}table=${table}&kind=excel`;
};

export async function readQuestion(scope: Scope, raw: RawParams, now: Date, list = statisticsList) {
  const question = await readQuestionIn(list, scope, raw, now);
  return { ...question, unreadable: withTooFine(question.query, question.unreadable) };
}

/**
 * For files, which never tell more than was meant.
 * @throws AppError invalid, naming what cannot be read.
 */
export function readAsked(scope: Scope, request: NextRequest, now: Date): MessageStatisticsQuery {
  const { params } = readForm(request.nextUrl.searchParams);
  const { query, unreadable } = readQuery(messageStatistics, params, { now, zone: scope.zone });
  const failed = withTooFine(query, unreadable);
  if (failed.length > 0) throw invalid(`Cannot be read: ${failed.join(", ")}.`);
  return query;
}

const withTooFine = (query: MessageStatisticsQuery, unreadable: string[]): string[] =>
  isTooFine(query) ? [...unreadable, "by"] : unreadable;

/** The two reports, each asked what the other is asked as far as it understands it. */
export function statisticsKinds(t: Texts) {
  return {
    label: t("statistics.type"),
    links: [{ href: STATISTICS, under: STATISTICS, label: t("dataset.messages") }],
  };
}
