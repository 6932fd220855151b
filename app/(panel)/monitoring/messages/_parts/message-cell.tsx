import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import { StatusWord } from "@/app/_ui/status";
import type { Formats } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { formatNumber } from "@/lib/messages/numbers";
import type { MessageRow } from "@/lib/messages/queries";
import type { Status } from "@/lib/messages/status";
import type { TextKey, Texts } from "@/lib/texts";
import { MESSAGES } from "../question";
import { Why } from "./why";

const NOTHING = <span className="text-soft">–</span>;

/** How each column of a message looks. Those with nothing of their own look as their kind does. */
export function messageCells(t: Texts, formats: Formats) {
  const kinds = new Map<string, (typeof messageDataset.columns)[number]>(
    messageDataset.columns.map((each) => [each.key, each]),
  );

  return (row: MessageRow, key: string): ReactNode => {
    const value = row[key as keyof MessageRow];
    switch (key) {
      case "msisdn":
        return <Recipient row={row} t={t} formats={formats} />;
      case "text":
        return <LongText text={String(value ?? "")} />;
      case "status":
        return <StatusAndWhy row={row} t={t} />;
      case "updatedAt":
        return <Instant at={row.updatedAt} beside={row.sentAt} formats={formats} />;
      case "country":
        return value ? formats.country(String(value)) : NOTHING;
    }
    if (value === null || value === undefined || value === "") return NOTHING;
    const column = kinds.get(key);
    switch (column?.kind) {
      case "word":
        return t(`${column.words}.${value}` as TextKey);
      case "integer":
        return value === 0 ? <span className="zero">0</span> : formats.integer(Number(value));
      case "decimal":
        return formats.decimal(String(value));
      case "time":
        return <Instant at={value as Date} formats={formats} />;
      case "code":
        return <span className="break-all">{String(value)}</span>;
      default:
        return String(value);
    }
  };
}

function Recipient({ row, t, formats }: { row: MessageRow; t: Texts; formats: Formats }) {
  const country = row.country as string | null;
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <Go href={`${MESSAGES}/${row.id}`} className="font-medium">
        {row.msisdn ? formatNumber(String(row.msisdn)) : t("monitoring.noNumber")}
      </Go>
      {country && (
        <abbr className="country" title={formats.country(country)}>
          {country}
        </abbr>
      )}
    </span>
  );
}

function StatusAndWhy({ row, t }: { row: MessageRow; t: Texts }) {
  const status = row.status as Status;
  return (
    <>
      <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>
      <Why t={t} reason={row.reason as string | null} code={row.code as string | null} />
    </>
  );
}
