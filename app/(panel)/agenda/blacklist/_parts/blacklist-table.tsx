import { ActionForm } from "@/app/_ui/action-form";
import { DataTable, type Head } from "@/app/_ui/data-table";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import type { ListedRow } from "@/lib/blacklist/queries";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { removeByForm } from "../actions";

export function BlacklistTable({
  t,
  formats,
  manages,
  rows,
  back,
}: {
  t: Texts;
  formats: Formats;
  manages: boolean;
  rows: readonly ListedRow[];
  /** The address of this page of the list. */
  back: string;
}) {
  const heads: Head[] = [
    { key: "title", label: t("column.number"), kind: "phone" },
    { key: "source", label: t("column.source"), kind: "word" },
    { key: "listedAt", label: t("column.listedAt"), kind: "time" },
    { key: "note", label: t("column.note"), kind: "text" },
    { key: "listedBy", label: t("column.listedBy"), kind: "text" },
    ...(manages ? [{ key: "actions", label: t("blacklist.actions"), kind: "word" as const }] : []),
  ];
  const cell = (row: ListedRow, key: string) => {
    switch (key) {
      case "title":
        return <span className="font-medium whitespace-nowrap">{formatNumber(row.msisdn)}</span>;
      case "source":
        return row.messageId ? (
          <Go href={`/monitoring/messages/${row.messageId}`}>{t(`source.${row.source}`)}</Go>
        ) : (
          t(`source.${row.source}`)
        );
      case "listedAt":
        return <Instant at={row.at} formats={formats} />;
      case "note":
        return row.note ?? <span className="text-soft">–</span>;
      case "listedBy":
        return row.person ?? <span className="text-soft">–</span>;
      default:
        return (
          <ActionForm action={removeByForm.bind(null, row.msisdn, back)}>
            <button
              type="submit"
              className="button"
              aria-label={t("blacklist.removeNumber", { number: formatNumber(row.msisdn) })}
            >
              {t("blacklist.remove")}
            </button>
          </ActionForm>
        );
    }
  };
  return (
    <DataTable
      caption={t("agenda.blacklist")}
      heads={heads}
      rows={rows.map((row) => ({ id: row.msisdn, row }))}
      cell={({ row }, key) => cell(row, key)}
    />
  );
}
