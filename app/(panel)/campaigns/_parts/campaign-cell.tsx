import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { CampaignRow } from "@/lib/campaigns/queries";
import { localDay } from "@/lib/dataset/period";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";
import { CAMPAIGNS } from "../question";
import { Progress } from "./progress";
import { percentOf, Rate } from "./rate";
import { filesOf, nextOf, waysOf } from "./ways";

const NOTHING = <span className="text-soft">–</span>;
const RATES = ["deliveredRate", "clickRate"];
const DECIMALS = ["credits"];

/** How each column of a campaign looks. */
export function campaignCells(t: Texts, formats: Formats, zone: string) {
  return (row: CampaignRow, key: string): ReactNode => {
    const value = row[key as keyof CampaignRow];
    if (value === null || value === undefined || value === "") return NOTHING;
    switch (key) {
      case "name":
        return <Name row={row} t={t} formats={formats} zone={zone} />;
      case "sentAt":
        return <Instant at={value as Date} formats={formats} />;
      case "text":
        return <LongText text={String(value)} />;
      case "origin":
        return t(`origin.${value}` as TextKey);
      case "deliveredRate":
        return <Rate t={t} formats={formats} percent={Number(value)} />;
      case "clickRate":
        return percentOf(formats, Number(value));
    }
    if (DECIMALS.includes(key)) return formats.decimal(String(value));
    if (typeof value === "number") return value === 0 ? <span className="zero">0</span> : formats.integer(value);
    return String(value);
  };
}

export const isRate = (key: string): boolean => RATES.includes(key);

function Name({ row, t, formats, zone }: { row: CampaignRow; t: Texts; formats: Formats; zone: string }) {
  const pending = Number(row.pending);
  const place = { id: Number(row.id), day: localDay({ now: row.sentAt, zone }) };
  return (
    <div className="min-w-52">
      <Go href={`${CAMPAIGNS}/${row.id}`} className="font-medium wrap-anywhere">
        {String(row.name)}
      </Go>
      {row.archived && <span className="verdict ml-2">{t("campaigns.archived")}</span>}
      <Progress
        delivered={Number(row.delivered)}
        failed={Number(row.failed)}
        pending={pending}
        told={pending > 0 ? t("campaigns.underWay", { count: pending, shown: formats.integer(pending) }) : null}
      />
      <div className="flex flex-wrap gap-x-3 text-xs print:hidden">
        {waysOf(t, place).map(({ href, label }) => (
          <Go key={href} href={href}>
            {label}
          </Go>
        ))}
        <details className="open:basis-full">
          <summary className="arrow w-fit cursor-pointer text-soft" aria-label={`${t("campaigns.more")}: ${row.name}`}>
            {t("campaigns.more")}
          </summary>
          <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
            {filesOf(t, place).map(({ href, label }) => (
              <li key={href}>
                <a href={href} download>
                  {label}
                </a>
              </li>
            ))}
            {nextOf(t, place).map(({ href, label }) => (
              <li key={href}>
                <Go href={href}>{label}</Go>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </div>
  );
}
