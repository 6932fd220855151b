import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { AppError } from "@/lib/errors";
import { makeMessageReport } from "@/lib/statistics/message-report";
import { pageTexts } from "@/lib/texts";
import { Trouble, Unreadable } from "../../../monitoring/_parts/nothing";
import { faultsOf } from "../../../monitoring/faults";
import { addressIn, asOutcome } from "../../../monitoring/list";
import { Paper } from "../../_parts/paper";
import { ReportView } from "../../_parts/report-view";
import { paperList, readQuestion, statisticsList } from "../../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.messagesTitle") };
}

export default async function MessageStatisticsPaper({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const { query, unreadable, params } = await readQuestion(scope, await searchParams, now, paperList);
  const t = pageTexts(scope);
  const back = <Go href={addressIn(statisticsList, query)}>{t("statistics.back")}</Go>;
  if (unreadable.length > 0)
    return (
      <main id="content" className="page">
        {back}
        <Unreadable
          t={t}
          list={statisticsList}
          faults={faultsOf(t, statisticsList.dataset.fields, unreadable, params)}
          params={params}
        />
      </main>
    );
  const report = await makeMessageReport(scope, query, now).catch(asOutcome);
  if (report instanceof AppError)
    return (
      <main id="content" className="page">
        {back}
        <Trouble t={t} error={report} />
      </main>
    );
  return (
    <Paper t={t} report={report} back={back}>
      <ReportView t={t} report={report} tag={scope.formats} csvOf={null} />
    </Paper>
  );
}
