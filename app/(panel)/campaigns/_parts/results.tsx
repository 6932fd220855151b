import { DataTable, type Head } from "@/app/_ui/data-table";
import { Downloads } from "@/app/_ui/downloads";
import { Live } from "@/app/_ui/live";
import type { CampaignColumn, campaignDataset, campaignDataset as definition } from "@/lib/campaigns/dataset";
import type { listCampaigns } from "@/lib/campaigns/queries";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { Figures } from "../../monitoring/_parts/figures";
import { ListPager } from "../../monitoring/_parts/list-pager";
import { downloadsOf } from "../../monitoring/downloads";
import type { readQuestion } from "../../monitoring/list";
import { addressOf, campaignList } from "../question";
import { campaignCells } from "./campaign-cell";

type Question = Awaited<
  ReturnType<typeof readQuestion<(typeof definition)["fields"], CampaignColumn, (typeof definition.sorts)[number]>>
>;

/** Which column shows what each order goes by. */
const SORTED: Partial<Record<CampaignColumn, (typeof campaignDataset.sorts)[number]>> = {
  ...{ sentAt: "sent", recipients: "recipients", delivered: "delivered", deliveredRate: "deliveredRate" },
  ...{ failed: "failed", clicked: "clicked", credits: "credits" },
};

export function Results({
  t,
  formats,
  question: { query, columns },
  list,
  sentence,
  zone,
  now,
}: {
  t: Texts;
  formats: Formats;
  question: Question;
  list: Awaited<ReturnType<typeof listCampaigns>>;
  sentence: string;
  zone: string;
  now: Date;
}) {
  const { rows, totals } = list;
  const heads = columns.map(({ key, kind }): Head => {
    const head = { key, kind, label: t(`column.${key}`) };
    const order = SORTED[key];
    if (!order) return head;
    const href = addressOf({ ...query, sort: order, page: null });
    const sort = query.sort === order ? "descending" : { href, label: t("monitoring.sortBy", { column: head.label }) };
    return { ...head, sort } as Head;
  });
  return (
    <section data-results className="mt-5" aria-label={sentence}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Figures
          figures={[
            [formats.integer(totals.campaigns), t("campaigns.count", { count: totals.campaigns })],
            [formats.integer(totals.recipients), t("campaigns.recipients", { count: totals.recipients })],
          ]}
        />
        <div className="flex grow flex-wrap items-center justify-between gap-3 sm:grow-0 print:hidden">
          <Live
            live={totals.running > 0}
            asOf={t("live.asOf", { time: formats.clock(now) })}
            told={t("campaigns.running", { count: totals.running })}
            texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
          />
          <Downloads {...downloadsOf(t, campaignList, query, columns)} />
        </div>
      </div>
      <DataTable
        caption={t("monitoring.tableOf", { sentence, order: t(`sort.${query.sort}`) })}
        heads={heads}
        rows={rows}
        cell={campaignCells(t, formats, zone)}
      />
      <ListPager {...{ t, formats, list: campaignList, query }} page={list} total={totals.campaigns} />
    </section>
  );
}
