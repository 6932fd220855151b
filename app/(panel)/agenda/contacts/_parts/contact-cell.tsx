import type { Cell } from "@/app/_ui/cell";
import { timeText } from "@/app/_ui/instant";
import type { ContactRow } from "@/lib/contacts/queries";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Status } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";
import { CONTACTS } from "../question";

/** What each column of a contact says; extra fields are texts. */
export function contactCells(t: Texts, formats: Formats) {
  return (row: ContactRow, key: string): Cell => {
    const value = row[key];
    switch (key) {
      case "chosen":
        return (
          <input
            type="checkbox"
            name="id"
            value={row.id}
            aria-label={t("contacts.choose", { number: formatNumber(String(row.number ?? row.id)) })}
          />
        );
      case "number":
        return { as: "link", href: `${CONTACTS}/${row.id}`, text: formatNumber(String(value)) };
      case "outcome":
        if (!row.known)
          return (
            <span className="text-soft" title={t("contacts.unknownHint")}>
              {t("contacts.unknown")}
            </span>
          );
        return value ? { as: "status", status: value as Status, text: t(`status.${value as Status}`) } : null;
      case "delivered":
      case "failed":
        return value === 0 ? 0 : formats.integer(Number(value));
      case "blacklisted":
        return value === "yes" ? <span className="font-medium text-bad">{t("visited.yes")}</span> : null;
    }
    if (value === null || value === undefined || value === "") return null;
    if (value instanceof Date) return { as: "time", ...timeText(formats, value) };
    if (key === "country") return formats.country(String(value));
    if (key === "reason") return t(`reason.${value}` as TextKey);
    return <span className="wrap-anywhere">{String(value)}</span>;
  };
}
