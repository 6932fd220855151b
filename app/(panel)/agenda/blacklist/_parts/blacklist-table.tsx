import { ActionForm } from "@/app/_ui/action-form";
import { type Cell, DataTable, type Head } from "@/app/_ui/data-table";
import { timeText } from "@/app/_ui/instant";
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
  const cell = (row: ListedRow, key: string): Cell => {
    switch (key) {
      case "title":
        return <span className="font-medium whitespace-nowrap">{formatNumber(row.msisdn)}</span>;
      case "source":
        return row.messageId
          ? { as: "link", href: `/monitoring/messages/${row.messageId}`, text: t(`source.${row.source}`) }
          : t(`source.${row.source}`);
      case "listedAt":
        return { as: "time", ...timeText(formats, row.at) };
      case "note":
        return row.note;
      case "listedBy":
        return row.person;
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
