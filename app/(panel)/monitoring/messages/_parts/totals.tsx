import { Go } from "@/app/_ui/go";
import { StatusWord } from "@/app/_ui/status";
import { withFilter } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import type { MessageQuery } from "@/lib/messages/dataset";
import type { Totals } from "@/lib/messages/totals";
import type { Texts } from "@/lib/texts";
import { Figures } from "../../_parts/figures";
import { addressOf } from "../question";

/** The figures of the whole question; each status is a link to exactly its rows. */
export function MessageFigures({ t, formats, totals }: { t: Texts; formats: Formats; totals: Totals }) {
  const figures = [
    [formats.integer(totals.messages), t("monitoring.messages", { count: totals.messages })],
    [formats.integer(totals.segments), t("monitoring.segments", { count: totals.segments })],
    [formats.decimal(totals.credits), t("monitoring.credits")],
  ] as const;
  return <Figures figures={figures} />;
}

export function ByStatus({
  t,
  formats,
  totals,
  query,
}: {
  t: Texts;
  formats: Formats;
  totals: Totals;
  query: MessageQuery;
}) {
  const only = query.filter.status?.length === 1 ? query.filter.status[0] : undefined;
  return (
    <>
      <div className="share-bar" aria-hidden="true">
        {totals.byStatus.map(({ status, messages }) => (
          <span key={status} data-status={status} style={{ flexGrow: messages }} />
        ))}
      </div>
      <ul aria-label={t("monitoring.byStatus")} className="flex flex-wrap gap-1.5 print:gap-4">
        {totals.byStatus.map(({ status, messages }) => (
          <li key={status}>
            <Go
              className="chip"
              data-status={status}
              href={addressOf(withFilter(query, { status: only === status ? undefined : [status] }))}
              title={t(`statusMeaning.${status}`)}
              aria-current={only === status ? "true" : undefined}
            >
              <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>
              <b className="font-semibold">{formats.integer(messages)}</b>
              <span className="text-xs text-soft max-sm:hidden">{formats.percent(messages, totals.messages)}</span>
            </Go>
          </li>
        ))}
      </ul>
    </>
  );
}
