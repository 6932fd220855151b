import type { Cell } from "@/app/_ui/cell";
import { Go } from "@/app/_ui/go";
import { timeText } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { ClickRow } from "@/lib/clicks/queries";
import type { Rule } from "@/lib/clicks/rules";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { whoCell } from "../../_parts/who";
import { MESSAGES } from "../../messages/question";

/** What each column of a visit says. */
export function clickCells(t: Texts, formats: Formats) {
  return (row: ClickRow, key: string): Cell => {
    const value = row[key as keyof ClickRow];
    if (value === null || value === undefined || value === "") return null;
    switch (key) {
      case "at":
      case "sentAt":
        return { as: "time", ...timeText(formats, value as Date) };
      case "msisdn":
        return { as: "link", href: `${MESSAGES}/${row.message}`, text: formatNumber(String(value)) };
      case "message":
        return (
          <Go href={`${MESSAGES}/${row.message}`} className="break-all">
            {String(value)}
          </Go>
        );
      case "who":
        return whoCell(t, row.rule as Rule);
      case "rule":
        return t(`rule.${value as Rule}`);
      case "country":
        return formats.country(String(value));
      case "text":
        return { as: "text", text: String(value) };
      case "userAgent":
        return (
          <div className="max-w-80">
            <LongText text={String(value)} />
          </div>
        );
      case "link":
        return <span className="inline-block min-w-44 break-all">{String(value)}</span>;
      case "address":
        return <span className="whitespace-nowrap">{String(value)}</span>;
      default:
        return String(value);
    }
  };
}
