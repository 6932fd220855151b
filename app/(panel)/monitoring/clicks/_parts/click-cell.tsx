import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { ClickRow } from "@/lib/clicks/queries";
import type { Rule } from "@/lib/clicks/rules";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { Who } from "../../_parts/who";
import { MESSAGES } from "../../messages/question";

const NOTHING = <span className="text-soft">–</span>;

/** How each column of a visit looks. */
export function clickCells(t: Texts, formats: Formats) {
  return (row: ClickRow, key: string): ReactNode => {
    const value = row[key as keyof ClickRow];
    if (value === null || value === undefined || value === "") return NOTHING;
    switch (key) {
      case "at":
      case "sentAt":
        return <Instant at={value as Date} formats={formats} />;
      case "msisdn":
        return (
          <Go href={`${MESSAGES}/${row.message}`} className="font-medium whitespace-nowrap">
            {formatNumber(String(value))}
          </Go>
        );
      case "message":
        return (
          <Go href={`${MESSAGES}/${row.message}`} className="break-all">
            {String(value)}
          </Go>
        );
      case "who":
        return <Who t={t} rule={row.rule as Rule} />;
      case "rule":
        return t(`rule.${value as Rule}`);
      case "country":
        return formats.country(String(value));
      case "text":
        return <LongText text={String(value)} />;
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
