import type { Cell } from "@/app/_ui/cell";
import { Go } from "@/app/_ui/go";
import { timeText } from "@/app/_ui/instant";
import type { CampaignRow } from "@/lib/campaigns/queries";
import { localDay } from "@/lib/dataset/period";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";
import { CAMPAIGNS } from "../question";
import { Progress } from "./progress";
import { percentOf, Rate } from "./rate";
import { filesOf, nextOf, waysOf } from "./ways";

const DECIMALS = ["credits"];

/** How each column of a campaign looks. */
export function campaignCells(t: Texts, formats: Formats, zone: string) {
  return (row: CampaignRow, key: string): Cell => {
    const value = row[key as keyof CampaignRow];
    if (value === null || value === undefined || value === "") return null;
    switch (key) {
      case "name":
        return <Name row={row} t={t} formats={formats} zone={zone} />;
      case "sentAt":
        return { as: "time", ...timeText(formats, value as Date) };
      case "text":
        return { as: "text", text: String(value) };
      case "origin":
        return t(`origin.${value}` as TextKey);
      case "deliveredRate":
        return <Rate t={t} formats={formats} percent={Number(value)} />;
      case "clickRate":
        return percentOf(formats, Number(value));
    }
    if (DECIMALS.includes(key)) return formats.decimal(String(value));
    if (typeof value === "number") return value === 0 ? 0 : formats.integer(value);
    return String(value);
  };
}

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
