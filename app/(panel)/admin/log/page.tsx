import type { Metadata } from "next";
import { type Cell, DataTable, type Head } from "@/app/_ui/data-table";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { timeText } from "@/app/_ui/instant";
import { type LogRow, listLog } from "@/lib/accounts/platform";
import { pageAdministrator } from "../administrator";
import { tellDetails } from "./tell-details";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await pageAdministrator(new Date())).t("admin.logTitle") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LogPage({ searchParams }: Props) {
  const now = new Date();
  const { platform, t, formats, zone } = await pageAdministrator(now);
  const before = Number([(await searchParams).before].flat()[0]);
  const { rows, next } = await listLog(platform, Number.isSafeInteger(before) && before > 0 ? before : undefined);
  const heads: Head[] = [
    { key: "when", label: t("admin.when"), kind: "time" },
    { key: "who", label: t("admin.who"), kind: "text" },
    { key: "title", label: t("admin.what"), kind: "text" },
    { key: "account", label: t("admin.account"), kind: "text" },
  ];
  const cell = (row: LogRow, key: string): Cell => {
    switch (key) {
      case "when":
        return { as: "time", ...timeText(formats, row.at) };
      case "who":
        return row.person ?? <span className="text-soft">{t("admin.nobody")}</span>;
      case "title":
        return (
          <>
            <span className="text-ink">{t(`action.${row.action}`)}</span>
            <span className="block text-xs wrap-anywhere text-soft">{tellDetails(t, row.details)}</span>
          </>
        );
      default:
        return row.account ?? "–";
    }
  };
  return (
    <>
      <p className="mb-3 text-soft">{t("admin.logIntro", { zone })}</p>
      <DataTable
        caption={t("admin.logTitle")}
        heads={heads}
        rows={rows.map((row) => ({ id: String(row.id), row }))}
        cell={({ row }, key) => cell(row, key)}
      />
      {next && (
        <p className="mt-3">
          <Go href={`/admin/log?before=${next}`} className="button" rel="next">
            {t("admin.more")}
            <Icon name="right" />
          </Go>
        </p>
      )}
    </>
  );
}
