import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Section } from "@/app/_ui/section";
import { pageScope } from "@/lib/auth/session";
import { type Campaign, compareCampaigns, MOST_COMPARED } from "@/lib/campaigns/detail";
import { knownWithin } from "@/lib/campaigns/known-within";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { percentOf, Rate } from "../_parts/rate";
import { spanOf } from "../[id]/_parts/course";
import { CAMPAIGNS } from "../question";

type Asked = { searchParams: Promise<{ id?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("campaigns.compareTitle") };
}

export default async function ComparePage({ searchParams }: Asked) {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope, now);
  const asked = [...new Set([(await searchParams).id ?? []].flat())];
  if (asked.some((id) => !/^\d{1,15}$/.test(id)) || asked.length > MOST_COMPARED) notFound();
  const compared = await compareCampaigns(scope, asked.map(Number)).catch((error: unknown) => {
    if (error instanceof AppError && error.outcome === "not-found") notFound();
    throw error;
  });
  const columns = compared.map(({ campaign }) => campaign);
  const hours = [...new Set(compared.flatMap(({ curve }) => curve.map((point) => point.hours)))].sort((a, b) => a - b);
  const figures: [string, (campaign: Campaign) => ReactNode][] = [
    [t("column.sentAt"), ({ sentAt }) => formats.time(sentAt)],
    [t("campaigns.recipientsWord"), ({ recipients }) => formats.integer(recipients)],
    [t("campaigns.delivered"), ({ delivered }) => formats.integer(delivered)],
    [t("campaigns.failed"), ({ failed }) => formats.integer(failed)],
    [t("campaigns.pending"), ({ pending }) => formats.integer(pending)],
    [
      t("campaigns.deliveredRate"),
      ({ deliveredRate }) => (deliveredRate === null ? "–" : <Rate t={t} formats={formats} percent={deliveredRate} />),
    ],
    [t("campaigns.clicked"), ({ clicked }) => formats.integer(clicked)],
    [t("column.clickRate"), ({ clickRate }) => (clickRate === null ? "–" : percentOf(formats, clickRate))],
    [t("campaigns.credits"), ({ credits }) => formats.decimal(credits)],
  ];
  const course = (which: "delivered" | "clicked") =>
    hours.map((within): [string, (campaign: Campaign) => ReactNode] => [
      spanOf(t, within),
      ({ id, recipients, sentAt }) => {
        const { curve } = compared.find(({ campaign }) => campaign.id === id)!;
        const point = knownWithin(curve, within, sentAt, now);
        return point ? formats.percent(point[which], recipients) : "–";
      },
    ]);
  const table = (title: string, rows: readonly [string, (campaign: Campaign) => ReactNode][]) => (
    <Section title={title}>
      {/* `relative`: words for those who listen scroll with the figures, or they would widen the page. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="relative overflow-x-auto" tabIndex={0}>
        <table className="course compare">
          <thead>
            <tr>
              <td />
              {columns.map(({ id, name }) => (
                <th key={id} scope="col" className="number wrap-anywhere">
                  <Go href={`${CAMPAIGNS}/${id}`}>{name}</Go>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, figure]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {columns.map((campaign) => (
                  <td key={campaign.id} className="number">
                    {figure(campaign)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
  return (
    <main id="content" className="page">
      <Go href={CAMPAIGNS} className="inline-flex items-center gap-1 print:hidden">
        <Icon name="left" />
        {t("campaigns.back")}
      </Go>
      <h1 className="mt-1">{t("campaigns.compareTitle")}</h1>
      {columns.length < 2 ? (
        <p className="mt-4 text-soft">{t("campaigns.compareTwo")}</p>
      ) : (
        <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-6">
          {table(t("campaigns.compareFigures"), figures)}
          {hours.length > 0 && table(t("campaigns.compareCourse"), course("delivered"))}
          {hours.length > 0 && table(t("campaigns.compareClicks"), course("clicked"))}
        </div>
      )}
    </main>
  );
}
