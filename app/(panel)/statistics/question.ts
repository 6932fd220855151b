import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { type Fields, type Query, type RawParams, readQuery } from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { invalid } from "@/lib/errors";
import { clickStatistics } from "@/lib/statistics/clicks/dataset";
import { messageStatistics } from "@/lib/statistics/messages-dataset";
import { isTooFine } from "@/lib/statistics/steps";
import type { Texts } from "@/lib/texts";
import { addressIn, type List, readQuestion as readQuestionIn } from "../monitoring/list";
import { SHARED } from "../monitoring/search-types";

export const messageReport = { path: "/statistics/messages", dataset: messageStatistics };
export const clickReport = { path: "/statistics/clicks", dataset: clickStatistics };

/** The same question, on a page made for paper. */
export const paperOf = <F extends Fields, C extends string, S extends string>(list: List<F, C, S>): List<F, C, S> => ({
  ...list,
  path: `${list.path}/print`,
});

/** The file of one table of the report. */
export const csvOf = (list: List, query: Query) => (table: string) => {
  const address = addressIn({ ...list, path: `${list.path}/csv` }, query);
  return `${address}${address.includes("?") ? "&" : "?"}table=${table}&kind=excel`;
};

/** The report as PDF. */
export const pdfOf = (list: List, query: Query): string => addressIn({ ...list, path: `${list.path}/pdf` }, query);

export async function readQuestion<F extends Fields, C extends string, S extends string>(
  list: List<F, C, S>,
  scope: Scope,
  raw: RawParams,
  now: Date,
) {
  const question = await readQuestionIn(list, scope, raw, now);
  return { ...question, unreadable: withTooFine(question.query, question.unreadable) };
}

/**
 * For files, which never tell more than was meant.
 * @throws AppError invalid, naming what cannot be read.
 */
export function readAsked<F extends Fields, C extends string, S extends string>(
  { dataset }: List<F, C, S>,
  scope: Scope,
  request: NextRequest,
  now: Date,
): Query<F, C, S> {
  const { params } = readForm(request.nextUrl.searchParams);
  const { query, unreadable } = readQuery(dataset, params, { now, zone: scope.zone });
  const failed = withTooFine(query, unreadable);
  if (failed.length > 0) throw invalid(`Cannot be read: ${failed.join(", ")}.`);
  return query;
}

const withTooFine = ({ period, filter }: Query, unreadable: string[]): string[] =>
  isTooFine(period, filter.by as string[] | undefined) ? [...unreadable, "by"] : unreadable;

/** The two reports, each asked what the other is asked as far as it understands it. */
export function statisticsKinds(t: Texts, asked: URLSearchParams) {
  const params = new URLSearchParams(
    [...asked].filter(([key]) => key === "by" || SHARED.messages.some((each) => each === key)),
  );
  const question = params.size > 0 ? `?${params}` : "";
  const links = (["messages", "clicks"] as const).map((name) => {
    const under = `/statistics/${name}`;
    return { href: under + question, under, label: t(`dataset.${name}`) };
  });
  return { label: t("statistics.type"), links };
}
