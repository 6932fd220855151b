import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { StatusWord } from "@/app/_ui/status";
import { type Clock, localDay, MOST_DAYS, plusDays } from "@/lib/dataset/period";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { addressOf, MESSAGES } from "../../question";
import type { Given } from "./given";

/** The recipient's latest other messages: did it fail for this one only, or does the number never answer? */
export function Others({ t, formats, detail: { message, others }, today }: Given & { today: Clock }) {
  const all = everyMessageTo(message.msisdn, today);
  return (
    <section className="card p-4 md:p-5">
      <h2>{t("message.others")}</h2>
      {others.length === 0 ? (
        <p className="mt-2 text-soft">{t("message.othersEmpty")}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {others.map(({ id, sentAt, status, text }) => (
            <li key={id} className="py-2">
              <p className="flex items-baseline justify-between gap-3">
                <Go href={`${MESSAGES}/${id}`}>
                  <Instant at={sentAt} formats={formats} />
                </Go>
                <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>
              </p>
              <p className="truncate text-soft" dir="auto">
                {text}
              </p>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && all && (
        <p className="mt-2 print:hidden">
          <Go href={addressOf(all)}>{t("message.othersAll")}</Go>
        </p>
      )}
    </section>
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
