import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { ClickRow } from "@/lib/clicks/queries";
import type { Rule } from "@/lib/clicks/rules";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
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
        return <Who row={row} t={t} />;
      case "rule":
        return t(`rule.${value as Rule}`);
      case "country":
        return formats.country(String(value));
      case "text":
      case "userAgent":
        return <LongText text={String(value)} />;
      case "link":
      case "address":
        return <span className="break-all">{String(value)}</span>;
      default:
        return String(value);
    }
  };
}

/** Of a robot also why we say so. */
function Who({ row, t }: { row: ClickRow; t: Texts }) {
  const who = row.who as "person" | "robot";
  return (
    <>
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <Icon name={who} className="size-3.5" />
        {t(`who.${who}`)}
      </span>
      {who === "robot" && <span className="why">{t(`rule.${row.rule as Rule}`)}</span>}
    </>
  );
}
