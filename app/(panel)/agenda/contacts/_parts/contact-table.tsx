import { DataTable } from "@/app/_ui/data-table";
import type { ContactColumn } from "@/lib/contacts/dataset";
import type { ContactRow } from "@/lib/contacts/queries";
import type { Column } from "@/lib/dataset/column";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";
import { contactCells } from "./contact-cell";

/** Contacts under their heads, each with a box to tick for those who may do something with them. */
export function ContactTable({
  t,
  formats,
  caption,
  columns,
  rows,
  choosable,
}: {
  t: Texts;
  formats: Formats;
  caption: string;
  columns: readonly Column<ContactColumn>[];
  rows: readonly ContactRow[];
  choosable: boolean;
}) {
  const heads = columns.map(({ key, kind, label }) => ({ key, kind, label: label ?? t(`column.${key}` as TextKey) }));
  const box = { key: "chosen", kind: "word" as const, label: t("contacts.box") };
  return (
    <DataTable
      caption={caption}
      heads={choosable ? [box, ...heads] : heads}
      rows={rows}
      cell={contactCells(t, formats)}
    />
  );
}
