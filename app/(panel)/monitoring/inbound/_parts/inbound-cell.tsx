import type { Cell } from "@/app/_ui/cell";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import type { Formats } from "@/lib/format";
import type { InboundRow } from "@/lib/inbound/queries";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { MESSAGES } from "../../messages/question";
import { INBOUND } from "../question";

/** How each column of an inbound text looks. When it came leads to the text; a number to what was sent to it. */
export function inboundCells(t: Texts, formats: Formats) {
  return (row: InboundRow, key: string): Cell => {
    const value = row[key as keyof InboundRow];
    if (value === null || value === undefined || value === "") return null;
    switch (key) {
      case "received":
        return (
          <Go href={`${INBOUND}/${row.id}`}>
            <Instant at={value as Date} formats={formats} />
          </Go>
        );
      case "person":
        return /^\d+$/.test(String(value))
          ? { as: "link", href: `${MESSAGES}?period=last30&msisdn=${value}`, text: formatNumber(String(value)) }
          : String(value);
      case "wish":
        return value === "none" ? null : <span className="font-medium">{t(`wish.${value as "out" | "in"}`)}</span>;
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
