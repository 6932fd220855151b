import type { DownloadItem, DownloadTexts } from "@/app/_ui/downloads";
import { downloadTexts } from "@/app/download-texts";
import type { Column } from "@/lib/dataset/column";
import { type Query, writeQuery } from "@/lib/dataset/dataset";
import type { Texts } from "@/lib/texts";
import type { List } from "./list";

/** The files of a question: the same rows, in the fields and order shown; the page does not matter. */
export function downloadsOf(
  t: Texts,
  { path, dataset }: List,
  query: Query,
  columns: readonly Column[],
): { items: DownloadItem[]; texts: DownloadTexts } {
  const params = writeQuery(dataset, { ...query, columns: columns.map(({ key }) => key), page: null });
  const file = (kind: "csv" | "xlsx" | "pdf", more: Record<string, string> = {}) => {
    const own = new URLSearchParams(params);
    for (const [key, value] of Object.entries(more)) own.set(key, value);
    return `${path}/${kind}?${own}`;
  };
  return {
    items: [
      { name: t("download.excel"), hint: t("download.excelHint"), href: file("csv", { kind: "excel" }) },
      { name: t("download.plain"), hint: t("download.plainHint"), href: file("csv", { kind: "plain" }) },
      { name: t("download.workbook"), hint: t("download.workbookHint"), href: file("xlsx") },
      { name: t("download.pdf"), hint: t("download.pdfHint"), href: file("pdf") },
    ],
    texts: downloadTexts(t),
  };
}
