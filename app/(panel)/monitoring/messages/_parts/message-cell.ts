import type { Cell } from "@/app/_ui/cell";
import { timeText } from "@/app/_ui/instant";
import type { Formats } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { formatNumber } from "@/lib/messages/numbers";
import type { MessageRow } from "@/lib/messages/queries";
import type { Status } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";
import { MESSAGES } from "../question";

const COLUMNS = new Map<string, (typeof messageDataset.columns)[number]>(
  messageDataset.columns.map((each) => [each.key, each]),
);

/** What each column of a message says. Those with nothing of their own say it as their kind does. */
export function messageCells(t: Texts, formats: Formats) {
  return (row: MessageRow, key: string): Cell => {
    const value = row[key as keyof MessageRow];
    switch (key) {
      case "msisdn":
        return recipient(row, t, formats);
      case "text":
        return { as: "text", text: String(value ?? "") };
      case "status":
        return status(row, t);
      case "updatedAt":
        return { as: "time", ...timeText(formats, row.updatedAt, row.sentAt) };
      case "country":
        return value ? formats.country(String(value)) : null;
    }
    if (value === null || value === undefined || value === "") return null;
    const column = COLUMNS.get(key);
    switch (column?.kind) {
      case "word":
        return t(`${column.words}.${value}` as TextKey);
      case "integer":
        return value === 0 ? 0 : formats.integer(Number(value));
      case "decimal":
        return formats.decimal(String(value));
      case "time":
        return { as: "time", ...timeText(formats, value as Date) };
      case "code":
        return { as: "code", text: String(value) };
      default:
        return String(value);
    }
  };
}

function recipient({ id, msisdn, country }: MessageRow, t: Texts, formats: Formats): Cell {
  return {
    ...{ as: "link", href: `${MESSAGES}/${id}` },
    text: msisdn ? formatNumber(String(msisdn)) : t("monitoring.noNumber"),
    country: country ? { code: String(country), name: formats.country(String(country)) } : undefined,
  };
}

function status(row: MessageRow, t: Texts): Cell {
  const status = row.status as Status;
  return {
    ...{ as: "status", status, text: t(`status.${status}`) },
    reason: row.reason ? t(`reason.${row.reason}` as TextKey) : undefined,
    code: row.code ? String(row.code) : undefined,
  };
}
