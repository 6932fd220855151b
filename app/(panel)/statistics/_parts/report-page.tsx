import type { Metadata } from "next";
import type { ReactNode } from "react";
import type { Scope } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import type { Fields, Query, RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { namesOf, type Own } from "@/lib/messages/filter-names";
import type { Report } from "@/lib/statistics/report";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../../monitoring/_parts/frame";
import { Trouble } from "../../monitoring/_parts/nothing";
import { asOutcome, type List } from "../../monitoring/list";
import { optionsOf } from "../../monitoring/options";
import { csvOf, paperOf, pdfOf, readQuestion, statisticsKinds } from "../question";
import { ShowAndPrint } from "./buttons";
import { ReportView } from "./report-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.title") };
}

/** A report under the form that asks for it. What the two reports have of their own is given. */
export async function ReportPage<F extends Fields, C extends string, S extends string>({
  list,
  raw,
  firstRow,
  own,
  make,
  noRows,
}: {
  list: List<F, C, S>;
  raw: RawParams;
  firstRow: readonly string[];
  own: (scope: Scope, query: Query<F, C, S>) => Promise<Own>;
  make: (scope: Scope, query: Query<F, C, S>, now: Date) => Promise<Report>;
  /** In place of a report without rows. */
  noRows: (scope: Scope, query: Query<F, C, S>) => ReactNode;
}) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(list, scope, raw, now);
  const { query, unreadable, params } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const [offered, report] = await Promise.all([
    own(scope, query),
    unreadable.length > 0 ? null : make(scope, query, now).catch(asOutcome),
  ]);
  const told = tellQuery(list.dataset, query, wordsOf(t, formats, namesOf(t, formats, offered)));

  return (
    <ListFrame
      {...{ t, list, question, told, firstRow, zone: scope.zone }}
      title={t("statistics.title")}
      kinds={statisticsKinds(t, params)}
      options={optionsOf(t, formats, list.dataset.fields, offered, params)}
      buttons={<ShowAndPrint t={t} paper={paperOf(list).path} />}
    >
      {report instanceof AppError ? (
        <Trouble t={t} error={report} />
      ) : report?.isEmpty ? (
        noRows(scope, query)
      ) : (
        report && (
          <ReportView {...{ t, report }} tag={scope.formats} csvOf={csvOf(list, query)} pdf={pdfOf(list, query)} />
        )
      )}
    </ListFrame>
  );
}
