import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { StatusWord } from "@/app/_ui/status";
import type { ContactRow } from "@/lib/contacts/queries";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Status } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";
import { CONTACTS } from "../question";

const NOTHING = <span className="text-soft">–</span>;

/** How each column of a contact looks; extra fields are texts. */
export function contactCells(t: Texts, formats: Formats) {
  return (row: ContactRow, key: string): ReactNode => {
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
        return (
          <Go href={`${CONTACTS}/${row.id}`} className="font-medium whitespace-nowrap">
            {formatNumber(String(value))}
          </Go>
        );
      case "outcome":
        if (!row.known)
          return (
            <span className="text-soft" title={t("contacts.unknownHint")}>
              {t("contacts.unknown")}
            </span>
          );
        return value ? <StatusWord status={value as Status}>{t(`status.${value as Status}`)}</StatusWord> : NOTHING;
      case "delivered":
      case "failed":
        return value === 0 ? <span className="zero">0</span> : formats.integer(Number(value));
      case "blacklisted":
        return value === "yes" ? <span className="font-medium text-bad">{t("visited.yes")}</span> : NOTHING;
    }
    if (value === null || value === undefined || value === "") return NOTHING;
    if (value instanceof Date) return <Instant at={value} formats={formats} />;
    if (key === "country") return formats.country(String(value));
    if (key === "reason") return t(`reason.${value}` as TextKey);
    return <span className="wrap-anywhere">{String(value)}</span>;
  };
}
