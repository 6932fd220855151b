import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { StatusWord } from "@/app/_ui/status";
import type { ContactDetail } from "@/lib/contacts/queries";
import type { Formats } from "@/lib/format";
import type { Reason } from "@/lib/messages/reasons";
import type { Texts } from "@/lib/texts";

/** What past sendings told of the number, as the door keeps it. */
export function Known({ t, formats, contact }: { t: Texts; formats: Formats; contact: ContactDetail }) {
  const { msisdn, lastStatus, lastReason, lastSentAt, lastMessageId, lastClickAt, delivered, failed } = contact;
  const time = (at: Date | null) => (at ? <Instant at={at} formats={formats} /> : t("contact.never"));
  const last = lastMessageId ? <Go href={`/monitoring/messages/${lastMessageId}`}>{time(lastSentAt)}</Go> : time(null);
  const facts: [string, ReactNode][] = [
    [t("contact.delivered"), formats.integer(delivered)],
    [t("contact.failed"), formats.integer(failed)],
    [
      t("contact.lastOutcome"),
      lastStatus ? (
        <>
          <StatusWord status={lastStatus}>{t(`status.${lastStatus}`)}</StatusWord>
          {lastReason && <span className="block text-xs text-soft">{t(`reason.${lastReason as Reason}`)}</span>}
        </>
      ) : (
        t("outcome.none")
      ),
    ],
    [t("contact.lastMessage"), last],
    [t("contact.lastClick"), time(lastClickAt)],
    [t("contact.blacklist"), contact.blacklisted ? t("blacklisted.yes") : t("contact.no")],
    [t("contact.added"), time(contact.createdAt)],
  ];
  return (
    <>
      {contact.knownAt === null && <p className="mb-3 text-soft">{t("contacts.unknownHint")}</p>}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {facts.map(([word, fact]) => (
          <div key={word}>
            <dt className="text-xs text-soft">{word}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4">
        <Go href={`/monitoring/messages?period=last30&msisdn=${msisdn}`}>{t("contact.messages")}</Go>
      </p>
    </>
  );
}
