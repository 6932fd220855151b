import { DataTable } from "@/app/_ui/data-table";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import type { ClickColumn, ClickQuery } from "@/lib/clicks/dataset";
import type { listClicks } from "@/lib/clicks/queries";
import type { Column } from "@/lib/dataset/column";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { clickReport } from "../../../statistics/question";
import { ListPager } from "../../_parts/list-pager";
import { downloadsOf } from "../../downloads";
import { addressIn } from "../../list";
import { clickList } from "../question";
import { clickCells } from "./click-cell";
import { ByWho, ClickFigures } from "./totals";

export function Results({
  t,
  formats,
  query,
  columns,
  list,
  sentence,
}: {
  t: Texts;
  formats: Formats;
  query: ClickQuery;
  columns: readonly Column<ClickColumn>[];
  list: Awaited<ReturnType<typeof listClicks>>;
  sentence: string;
}) {
  const { rows, totals } = list;
  return (
    <section data-results className="mt-5" aria-label={sentence}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <ClickFigures {...{ t, formats, totals }} />
        <div className="flex grow flex-wrap items-center justify-end gap-3 sm:grow-0 print:hidden">
          <Go href={addressIn(clickReport, { ...query, columns: null, page: null })} className="button">
            {t("statistics.ofThese")}
          </Go>
          <Downloads {...downloadsOf(t, clickList, query, columns)} />
        </div>
      </div>
      <ByWho {...{ t, formats, totals, query }} />
      <div className="mt-4">
        <DataTable
          caption={t("monitoring.tableOf", { sentence, order: t(`sort.${query.sort}`) })}
          heads={columns.map(({ key, kind }) => ({ key, kind, label: t(`column.${key}`) }))}
          rows={rows}
          cell={clickCells(t, formats)}
        />
      </div>
      <ListPager {...{ t, formats, list: clickList, query }} page={list} total={totals.visits} />
    </section>
  );
}
