import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Live } from "@/app/_ui/live";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { getCampaign } from "@/lib/campaigns/detail";
import { localDay } from "@/lib/dataset/period";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { CAMPAIGNS } from "../question";
import { Compare } from "./_parts/compare";
import { Course } from "./_parts/course";
import { Describe } from "./_parts/describe";
import { Facts } from "./_parts/facts";
import { Headline } from "./_parts/headline";
import { NewGroup } from "./_parts/new-group";
import { Parts } from "./_parts/parts";
import { See } from "./_parts/see";

type Asked = { params: Promise<{ id: string }> };

// The title and the page ask for the same campaign.
const read = cache(async (id: string) => {
  const scope = await pageScope();
  if (!/^\d{1,15}$/.test(id)) notFound();
  const detail = await getCampaign(scope, Number(id)).catch((error: unknown) => {
    if (error instanceof AppError && error.outcome === "not-found") notFound();
    throw error;
  });
  return { scope, detail };
});

export async function generateMetadata({ params }: Asked): Promise<Metadata> {
  return { title: (await read((await params).id)).detail.campaign.name };
}

export default async function CampaignPage({ params }: Asked) {
  const { scope, detail } = await read((await params).id);
  const { campaign, curve, operators, reasons } = detail;
  const now = new Date();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const day = localDay({ now: campaign.sentAt, zone: scope.zone });
  const given = { t, formats, campaign, day };
  const time = formats.time(campaign.sentAt);
  return (
    <main id="content" className="page">
      <Go href={CAMPAIGNS} className="inline-flex items-center gap-1 print:hidden">
        <Icon name="left" />
        {t("campaigns.back")}
      </Go>
      <div className="mt-1 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="wrap-anywhere">
          {campaign.name}
          {campaign.archived && <span className="verdict ml-3 align-middle">{t("campaigns.archived")}</span>}
        </h1>
        <Live
          live={campaign.pending > 0}
          asOf={t("live.asOf", { time: formats.clock(now) })}
          told={
            campaign.pending > 0
              ? t("campaigns.underWay", { count: campaign.pending, shown: formats.integer(campaign.pending) })
              : t("live.settled")
          }
          texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
        />
      </div>
      <p className="text-soft">
        {campaign.by ? t("campaigns.sentBy", { time, name: campaign.by }) : t("campaigns.sent", { time })}
      </p>
      <See {...given} />
      <Headline {...given} />
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid gap-6">
          <Course t={t} formats={formats} tag={scope.formats} curve={curve} of={campaign} />
          <Parts
            {...given}
            title={t("campaigns.reasons")}
            head={t("campaigns.reason")}
            parts={reasons}
            empty={t("campaigns.reasonsEmpty")}
            by="reason"
          />
          <Parts
            {...given}
            title={t("campaigns.operators")}
            head={t("campaigns.operator")}
            parts={operators}
            empty=""
            by="operator"
          />
        </div>
        <div className="grid gap-6">
          <Facts {...given} />
          {may(scope, "manage") && <NewGroup {...given} reasons={reasons} sends={may(scope, "send")} />}
          {may(scope, "manage") && <Describe t={t} campaign={campaign} />}
          <Compare scope={scope} campaign={campaign} now={now} />
        </div>
      </div>
    </main>
  );
}
