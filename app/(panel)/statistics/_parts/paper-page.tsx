import { Go } from "@/app/_ui/go";
import { pageScope } from "@/lib/auth/session";
import type { Fields, Query, RawParams } from "@/lib/dataset/dataset";
import { AppError } from "@/lib/errors";
import type { makeMessageReport } from "@/lib/statistics/message-report";
import type { Report } from "@/lib/statistics/report";
import { pageTexts } from "@/lib/texts";
import { Trouble, Unreadable } from "../../monitoring/_parts/nothing";
import { faultsOf } from "../../monitoring/faults";
import { addressIn, asOutcome, type List } from "../../monitoring/list";
import { paperOf, readQuestion } from "../question";
import { Paper } from "./paper";
import { ReportView } from "./report-view";

/** A report on a page made for paper; what cannot be told says why, and prints nothing. */
export async function PaperPage<F extends Fields, C extends string, S extends string>({
  list,
  raw,
  make,
}: {
  list: List<F, C, S>;
  raw: RawParams;
  make: (scope: Parameters<typeof makeMessageReport>[0], query: Query<F, C, S>, now: Date) => Promise<Report>;
}) {
  const scope = await pageScope();
  const now = new Date();
  const { query, unreadable, params } = await readQuestion(paperOf(list), scope, raw, now);
  const t = pageTexts(scope);
  const back = <Go href={addressIn(list, query)}>{t("statistics.back")}</Go>;
  const report = unreadable.length > 0 ? null : await make(scope, query, now).catch(asOutcome);
  if (report === null || report instanceof AppError)
    return (
      <main id="content" className="page">
        {back}
        {report ? (
          <Trouble t={t} error={report} />
        ) : (
          <Unreadable t={t} list={list} faults={faultsOf(t, list.dataset.fields, unreadable, params)} params={params} />
        )}
      </main>
    );
  return (
    <Paper t={t} report={report} back={back}>
      <ReportView t={t} report={report} tag={scope.formats} csvOf={null} />
    </Paper>
  );
}
