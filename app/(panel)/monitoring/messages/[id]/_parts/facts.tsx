import { type Fact, FactsCard } from "@/app/_ui/facts-card";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { type Clock, localDay } from "@/lib/dataset/period";
import type { MessageQuery } from "@/lib/messages/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { formatNumber } from "@/lib/messages/numbers";
import { addressOf } from "../../question";
import type { Given } from "./given";
import { everyMessageTo } from "./others";

/** Everything known of it in one place; what others share leads to those others. */
export function Facts({
  t,
  formats,
  detail,
  zone,
  today,
  calls,
}: Given & {
  zone: string;
  today: Clock;
  /** Where the calls to its client are seen; null: by this reader nowhere, or there can be none. */
  calls: string | null;
}) {
  const { message, campaign, gateway } = detail;
  const time = (at: Date | null) => at && <Instant at={at} formats={formats} />;
  const number = formatNumber(message.msisdn);
  const recipients = everyMessageTo(message.msisdn, today);
  const sending = (filter: MessageQuery["filter"]) => ofTheDay(message.sentAt, zone, filter);
  const facts: Fact[] = [
    [t("message.recipient"), recipients ? linked(number, recipients) : number],
    [t("field.country"), message.country && formats.country(message.country)],
    [t("field.operator"), message.operator && t("message.operatorOriginal", { operator: message.operator })],
    [t("message.sender"), message.sender],
    [
      t("message.campaign"),
      campaign && message.campaignId !== null && linked(campaign, sending({ campaign: [message.campaignId] })),
    ],
    [t("message.label"), message.label],
    [t("message.subid"), message.subid && linked(message.subid, sending({ subid: message.subid }))],
    [t("message.reference"), message.reference],
    [
      t("message.gateway"),
      gateway && (gateway.kind === "simulator" ? t("message.gatewaySimulated", { name: gateway.name }) : gateway.name),
    ],
    [
      t("message.certified"),
      message.certified &&
        t("message.certifiedNote", {
          asked: [message.certified.crt, message.certified.id, message.certified.name].filter(Boolean).join(" · "),
        }),
    ],
    [t("message.origin"), t(`origin.${message.origin}`)],
    [t("message.cost"), costOf({ t, formats, detail })],
    [t("message.accepted"), time(message.sentAt)],
    [t("message.handed"), time(message.handedAt)],
    [t("message.confirmed"), time(message.confirmedAt)],
    [t("message.validUntil"), time(message.validUntil)],
    [t("message.updated"), time(message.updatedAt)],
    [t("message.callbacks"), calls && <Go href={calls}>{t("message.callbacksShow")}</Go>],
    [t("message.id"), message.id],
  ];
  return <FactsCard title={t("message.facts")} facts={facts} />;
}

const linked = (words: string, query: MessageQuery) => <Go href={addressOf(query)}>{words}</Go>;

function costOf({ t, formats, detail: { message } }: Given): string {
  if (Number(message.credits) === 0) return t("message.costFree");
  const credits = formats.decimal(message.credits);
  return t(message.status === "processed" ? "message.costReserved" : "message.costCharged", { credits });
}

/** A sending is accepted at one instant, so all of it lies in that day. */
function ofTheDay(sentAt: Date, zone: string, filter: MessageQuery["filter"]): MessageQuery {
  const day = localDay({ now: sentAt, zone });
  const period = { preset: null, from: day, to: day };
  return { period, filter, columns: null, sort: messageDataset.sorts[0]!, size: 50, page: null };
}
