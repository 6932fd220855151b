import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import { namedTargets, seenLately } from "@/lib/clicks/queries";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { askedOf, clickStatistics } from "@/lib/statistics/clicks/dataset";
import { makeClickReport } from "@/lib/statistics/clicks/report";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../../monitoring/_parts/frame";
import { Trouble } from "../../monitoring/_parts/nothing";
import { NoRows } from "../../monitoring/clicks/_parts/no-rows";
import { clickList } from "../../monitoring/clicks/question";
import { asOutcome } from "../../monitoring/list";
import { optionsOf } from "../../monitoring/options";
import { ShowAndPrint } from "../_parts/buttons";
import { ReportView } from "../_parts/report-view";
import { clickReport, csvOf, paperOf, pdfOf, readQuestion, statisticsKinds } from "../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.title") };
}

export default async function ClickStatisticsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(clickReport, scope, await searchParams, now);
  const { query, unreadable, params } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const [{ campaign }, seen, target, report] = await Promise.all([
    offeredFor(scope, query),
    seenLately(scope),
    namedTargets(scope, query.filter.target ?? []),
    unreadable.length > 0 ? null : makeClickReport(scope, query, now).catch(asOutcome),
  ]);
  const own = { campaign, target, ...seen };
  const told = tellQuery(clickStatistics, query, wordsOf(t, formats, namesOf(t, formats, own)));

  return (
    <ListFrame
      {...{ t, list: clickReport, question, told, zone: scope.zone }}
      title={t("statistics.title")}
      kinds={statisticsKinds(t, params)}
      firstRow={["msisdn", "link", "who"]}
      options={optionsOf(t, formats, clickStatistics.fields, own, params)}
      buttons={<ShowAndPrint t={t} paper={paperOf(clickReport).path} />}
    >
      {report instanceof AppError ? (
        <Trouble t={t} error={report} />
      ) : report?.isEmpty ? (
        <NoRows
          scope={scope}
          query={askedOf(query).query}
          matching={0}
          list={{ ...clickList, path: clickReport.path }}
        />
      ) : (
        report && (
          <ReportView
            t={t}
            report={report}
            tag={scope.formats}
            csvOf={csvOf(clickReport, query)}
            pdf={pdfOf(clickReport, query)}
          />
        )
      )}
    </ListFrame>
  );
}
