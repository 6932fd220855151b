import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { makeMessageReport } from "@/lib/statistics/message-report";
import { askedOf, messageStatistics } from "@/lib/statistics/messages-dataset";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../../monitoring/_parts/frame";
import { Trouble } from "../../monitoring/_parts/nothing";
import { asOutcome } from "../../monitoring/list";
import { NoRows } from "../../monitoring/messages/_parts/no-rows";
import { messageList } from "../../monitoring/messages/question";
import { optionsOf } from "../../monitoring/options";
import { ShowAndPrint } from "../_parts/buttons";
import { ReportView } from "../_parts/report-view";
import { csvOf, messageReport, paperOf, pdfOf, readQuestion, statisticsKinds } from "../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.title") };
}

export default async function MessageStatisticsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(messageReport, scope, await searchParams, now);
  const { query, unreadable, params } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const [own, report] = await Promise.all([
    offeredFor(scope, query),
    unreadable.length > 0 ? null : makeMessageReport(scope, query, now).catch(asOutcome),
  ]);
  const told = tellQuery(messageStatistics, query, wordsOf(t, formats, namesOf(t, formats, own)));

  return (
    <ListFrame
      {...{ t, list: messageReport, question, told, zone: scope.zone }}
      title={t("statistics.title")}
      kinds={statisticsKinds(t, params)}
      firstRow={["msisdn", "sender", "text"]}
      options={optionsOf(t, formats, messageStatistics.fields, own, params)}
      buttons={<ShowAndPrint t={t} paper={paperOf(messageReport).path} />}
    >
      {report instanceof AppError ? (
        <Trouble t={t} error={report} />
      ) : report?.isEmpty ? (
        <NoRows
          scope={scope}
          query={askedOf(query).query}
          matching={0}
          list={{ ...messageList, path: messageReport.path }}
        />
      ) : (
        report && (
          <ReportView
            t={t}
            report={report}
            tag={scope.formats}
            csvOf={csvOf(messageReport, query)}
            pdf={pdfOf(messageReport, query)}
          />
        )
      )}
    </ListFrame>
  );
}
