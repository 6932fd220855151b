import { Go } from "@/app/_ui/go";
import { StatusWord } from "@/app/_ui/status";
import { type Clock, localDay, MOST_DAYS, plusDays } from "@/lib/dataset/period";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { OtherList } from "../../../_parts/other-list";
import { addressOf, MESSAGES } from "../../question";
import type { Given } from "./given";

/** The recipient's latest other messages: did it fail for this one only, or does the number never answer? */
export function Others({ t, formats, detail, today }: Given & { today: Clock }) {
  const all = everyMessageTo(detail.message.msisdn, today);
  const others = detail.others.map(({ id, sentAt, status, text }) => ({
    ...{ id, text, at: sentAt },
    beside: <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>,
  }));
  return (
    <OtherList {...{ formats, others }} title={t("message.others")} none={t("message.othersEmpty")} path={MESSAGES}>
      {all && (
        <p className="mt-2 print:hidden">
          <Go href={addressOf(all)}>{t("message.othersAll")}</Go>
        </p>
      )}
    </OtherList>
  );
}

/** As far back as may be asked at once; null for what is no number. */
export function everyMessageTo(msisdn: string, today: Clock): MessageQuery | null {
  if (msisdn === "") return null;
  const to = localDay(today);
  const period = { preset: null, from: plusDays(to, 1 - MOST_DAYS), to };
  const filter = { msisdn: { digits: msisdn, starts: false } };
  return { period, filter, columns: null, sort: messageDataset.sorts[0]!, size: 50, page: null };
}
