import { DataTable, type Head } from "@/app/_ui/data-table";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import { Live } from "@/app/_ui/live";
import type { Formats } from "@/lib/format";
import { isLive, type listMessages } from "@/lib/messages/queries";
import { PENDING } from "@/lib/messages/status";
import type { Texts } from "@/lib/texts";
import { messageReport } from "../../../statistics/question";
import { ListPager } from "../../_parts/list-pager";
import { downloadsOf } from "../../downloads";
import { addressIn } from "../../list";
import { addressOf, MESSAGES, messageList, type Question } from "../question";
import { messageCells } from "./message-cell";
import { ByStatus, MessageFigures } from "./totals";

/** Which column shows what each order goes by. */
const SORTED = { sentAt: "sent", updatedAt: "updated" } as const;

export function Results({
  t,
  formats,
  question,
  list,
  sentence,
  now,
  manages,
}: {
  t: Texts;
  formats: Formats;
  question: Question;
  list: Awaited<ReturnType<typeof listMessages>>;
  sentence: string;
  now: Date;
  /** May make a group out of what is shown. */
  manages: boolean;
}) {
  const { query, columns } = question;
  const { rows, totals } = list;
  const heads = columns.map(({ key, kind }): Head => {
    const order = key === "sentAt" || key === "updatedAt" ? SORTED[key] : undefined;
    const label = t(`column.${key}`);
    if (!order) return { key, kind, label };
    const href = addressOf({ ...query, sort: order, page: null });
    const sort = query.sort === order ? "descending" : { href, label: t("monitoring.sortBy", { column: label }) };
    return { key, kind, label, sort };
  });
  const underWay = totals.byStatus
    .filter(({ status }) => PENDING.some((each) => each === status))
    .reduce((sum, { messages }) => sum + messages, 0);
  return (
    <section data-results className="mt-5" aria-label={sentence}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <MessageFigures t={t} formats={formats} totals={totals} />
        <div className="flex grow flex-wrap items-center justify-between gap-3 sm:grow-0 print:hidden">
          <Live
            live={isLive(totals)}
            asOf={t("live.asOf", { time: formats.clock(now) })}
            told={
              underWay > 0
                ? t("live.underWay", { count: underWay, shown: formats.integer(underWay) })
                : t("live.settled")
            }
            texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
          />
          <Go href={addressIn(messageReport, { ...query, columns: null, sort: "sent", page: null })} className="button">
            {t("statistics.ofThese")}
          </Go>
          {manages && (
            <Go
              href={addressOf({ ...query, page: null, columns: null }).replace(MESSAGES, `${MESSAGES}/group`)}
              className="button"
            >
              {t("groupFrom.button")}
            </Go>
          )}
          <Downloads {...downloadsOf(t, messageList, query, columns)} />
        </div>
      </div>
      <ByStatus t={t} formats={formats} totals={totals} query={query} />
      <div className="mt-4">
        <DataTable
          caption={t("monitoring.tableOf", { sentence, order: t(`sort.${query.sort}`) })}
          heads={heads}
          rows={rows}
          cell={messageCells(t, formats)}
        />
      </div>
      <ListPager {...{ t, formats, list: messageList, query }} page={list} total={totals.messages} />
    </section>
  );
}
