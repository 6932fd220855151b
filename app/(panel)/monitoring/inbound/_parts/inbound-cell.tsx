import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { Formats } from "@/lib/format";
import type { InboundRow } from "@/lib/inbound/queries";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { INBOUND } from "../question";

const NOTHING = <span className="text-soft">–</span>;

/** How each column of an inbound text looks. When it came leads to the text; a number to what was sent to it. */
export function inboundCells(t: Texts, formats: Formats) {
  return (row: InboundRow, key: string): ReactNode => {
    const value = row[key as keyof InboundRow];
    if (value === null || value === undefined || value === "") return NOTHING;
    switch (key) {
      case "received":
        return (
          <Go href={`${INBOUND}/${row.id}`} className="whitespace-nowrap">
            <Instant at={value as Date} formats={formats} />
          </Go>
        );
      case "person":
        return /^\d+$/.test(String(value)) ? (
          <Go href={`/monitoring/messages?period=last30&msisdn=${value}`} className="font-medium whitespace-nowrap">
            {formatNumber(String(value))}
          </Go>
        ) : (
          String(value)
        );
      case "wish":
        return value === "none" ? NOTHING : <span className="font-medium">{t(`wish.${value as "out" | "in"}`)}</span>;
      case "match":
        return t(`match.${value as "whole" | "first"}`);
      case "text":
      case "raw":
        return (
          <div className="max-w-120">
            <LongText text={String(value)} />
          </div>
        );
      default:
        return String(value);
    }
  };
}
