import { DataTable } from "@/app/_ui/data-table";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import type { Column } from "@/lib/dataset/column";
import { withFilter } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import type { InboundColumn, InboundQuery } from "@/lib/inbound/dataset";
import type { InboundTotals, listInbound } from "@/lib/inbound/queries";
import type { Texts } from "@/lib/texts";
import { Figures } from "../../_parts/figures";
import { ListPager } from "../../_parts/list-pager";
import { downloadsOf } from "../../downloads";
import { addressOf, inboundList } from "../question";
import { inboundCells } from "./inbound-cell";

type Given = { t: Texts; formats: Formats; query: InboundQuery };

export function Results({
  t,
  formats,
  query,
  columns,
  list,
  sentence,
}: Given & {
  columns: readonly Column<InboundColumn>[];
  list: Awaited<ReturnType<typeof listInbound>>;
  sentence: string;
}) {
  const { rows, totals } = list;
  return (
    <section data-results className="mt-5" aria-label={sentence}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Figures
          figures={[
            [formats.integer(totals.texts), t("inbound.texts", { count: totals.texts })],
            [formats.integer(totals.people), t("inbound.people", { count: totals.people })],
          ]}
        />
        <div className="flex grow justify-end sm:grow-0 print:hidden">
          <Downloads {...downloadsOf(t, inboundList, query, columns)} />
        </div>
      </div>
      <ByWish {...{ t, formats, query, totals }} />
      <div className="mt-4">
        <DataTable
          caption={t("monitoring.tableOf", { sentence, order: t(`sort.${query.sort}`) })}
          heads={columns.map(({ key, kind }) => ({ key, kind, label: t(`column.${key}`) }))}
          rows={rows}
          cell={inboundCells(t, formats)}
        />
      </div>
      <ListPager {...{ t, formats, list: inboundList, query }} page={list} total={totals.texts} />
    </section>
  );
}

/** Who asked to leave and to come back; each is a link to exactly its rows. */
function ByWish({ t, formats, query, totals }: Given & { totals: InboundTotals }) {
  const only = query.filter.wish?.length === 1 ? query.filter.wish[0] : undefined;
  const wishes = (["out", "in"] as const).filter((wish) => totals[wish] > 0);
  if (wishes.length === 0) return null;
  return (
    <ul aria-label={t("inbound.byWish")} className="flex flex-wrap gap-1.5 print:gap-4">
      {wishes.map((wish) => (
        <li key={wish}>
          <Go
            className="chip"
            href={addressOf(withFilter(query, { wish: only === wish ? undefined : [wish] }))}
            aria-current={only === wish ? "true" : undefined}
          >
            {t(`wish.${wish}`)}
            <b className="font-semibold">{formats.integer(totals[wish])}</b>
          </Go>
        </li>
      ))}
    </ul>
  );
}
