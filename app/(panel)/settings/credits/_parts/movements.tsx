import { type Cell, DataTable, type Head } from "@/app/_ui/data-table";
import { Go } from "@/app/_ui/go";
import { timeText } from "@/app/_ui/instant";
import type { MovementRow } from "@/lib/credits/queries";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** The ledger's rows: what moved, by how much, and what for. */
export function Movements({ t, formats, rows }: { t: Texts; formats: Formats; rows: readonly MovementRow[] }) {
  const heads: Head[] = [
    { key: "title", label: t("column.kind"), kind: "word" },
    { key: "movedAt", label: t("column.movedAt"), kind: "time" },
    { key: "available", label: t("column.available"), kind: "decimal" },
    { key: "reserved", label: t("column.reserved"), kind: "decimal" },
    { key: "messages", label: t("column.messages"), kind: "integer" },
    { key: "what", label: t("credits.what"), kind: "text" },
  ];
  const cell = (row: MovementRow, key: string): Cell => {
    switch (key) {
      case "title":
        return <span className="font-medium">{t(`movement.${row.kind}`)}</span>;
      case "movedAt":
        return { as: "time", ...timeText(formats, row.at) };
      case "available":
        return <Moved amount={row.available} formats={formats} />;
      case "reserved":
        return <Moved amount={row.reserved} formats={formats} />;
      case "messages":
        return row.messages === 0 ? <Nothing /> : formats.integer(row.messages);
      default:
        return <What t={t} row={row} />;
    }
  };
  return (
    <DataTable
      caption={t("credits.ledger")}
      heads={heads}
      rows={rows.map((row) => ({ id: String(row.id), row }))}
      cell={({ row }, key) => cell(row, key)}
    />
  );
}

/** With its sign, as a ledger has it; nothing is no figure. */
function Moved({ amount, formats }: { amount: string; formats: Formats }) {
  if (Number(amount) === 0) return <Nothing />;
  return <>{`${amount.startsWith("-") ? "" : "+"}${formats.decimal(amount)}`}</>;
}

const Nothing = () => <span className="text-soft">–</span>;

/** A top-up has a note; a movement of one sending leads to its messages. */
function What({ t, row: { note, subid, campaignId, person } }: { t: Texts; row: MovementRow }) {
  if (note !== null) return <span className="wrap-anywhere">{person ? `${note} (${person})` : note}</span>;
  if (campaignId !== null)
    return <Go href={`/monitoring/messages?period=last30&campaign=${campaignId}`}>{t("credits.campaign")}</Go>;
  if (subid !== null)
    return <Go href={`/monitoring/messages?${new URLSearchParams({ period: "last30", subid })}`}>{subid}</Go>;
  return <Nothing />;
}
