import type { Metadata } from "next";
import { type Fact, FactsCard } from "@/app/_ui/facts-card";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Instant } from "@/app/_ui/instant";
import { pageScope } from "@/lib/auth/session";
import { type Formats, formatsOf } from "@/lib/format";
import { getInbound, type InboundDetail } from "@/lib/inbound/queries";
import { formatNumber } from "@/lib/messages/numbers";
import { pageTexts, type Texts } from "@/lib/texts";
import { OtherList } from "../../_parts/other-list";
import { everyMessageTo } from "../../messages/[id]/_parts/others";
import { addressOf as messagesAt } from "../../messages/question";
import { readOnce } from "../../read-once";
import { INBOUND } from "../question";

type Props = { params: Promise<{ id: string }> };

const read = readOnce(getInbound);

/** What sent it may be no number, but a name; a forgotten one is nobody's. */
const nameOf = (t: Texts, msisdn: string) =>
  /^\d+$/.test(msisdn) ? formatNumber(msisdn) : msisdn || t("monitoring.noNumber");

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const { message } = await read(scope, (await params).id);
  return { title: t("inbound.from", { number: nameOf(t, message.msisdn) }) };
}

/** A text that came: what it says, what was made of it, and how it was received. */
export default async function InboundMessagePage({ params }: Props) {
  const scope = await pageScope();
  const now = new Date();
  const detail = await read(scope, (await params).id);
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const { message } = detail;
  return (
    <main id="content" className="page">
      <p className="print:hidden">
        <Go href={INBOUND} className="inline-flex items-center gap-1">
          <Icon name="left" className="size-3.5" />
          {t("inbound.back")}
        </Go>
      </p>
      <h1 className="mt-2 wrap-anywhere">{t("inbound.from", { number: nameOf(t, message.msisdn) })}</h1>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-5">
        <section className="card p-4 md:p-5" aria-label={t("column.text")}>
          <blockquote className="bubble" dir="auto">
            {message.text}
          </blockquote>
          <p className="mt-3">
            {message.action === null
              ? t("inbound.noWish")
              : t(`inbound.did.${message.action}`, { word: message.keyword ?? "" })}
            {message.match && <span className="text-soft"> {t(`inbound.matched.${message.match}`)}</span>}
          </p>
          {message.raw !== null && (
            <details className="mt-4">
              <summary className="disclosure">{t("column.raw")}</summary>
              <pre className="raw mt-2">{message.raw}</pre>
            </details>
          )}
        </section>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
          <Facts {...{ t, formats, detail }} sent={sentTo(detail, { now, zone: scope.zone })} />
          <Others {...{ t, formats, detail }} />
        </div>
      </div>
    </main>
  );
}

/** Where the messages to this person are; null for what is no number. */
function sentTo({ message: { msisdn } }: InboundDetail, today: { now: Date; zone: string }): string | null {
  const all = /^\d+$/.test(msisdn) ? everyMessageTo(msisdn, today) : null;
  return all && messagesAt(all);
}

type Given = { t: Texts; formats: Formats; detail: InboundDetail };

function Facts({ t, formats, detail: { message, gateway }, sent }: Given & { sent: string | null }) {
  const facts: Fact[] = [
    [t("column.person"), nameOf(t, message.msisdn)],
    [t("column.ourNumber"), message.recipient],
    [t("column.received"), <Instant key="at" at={message.receivedAt} formats={formats} />],
    [t("column.gateway"), gateway],
    [t("inbound.sent"), sent && <Go href={sent}>{t("inbound.sentShow")}</Go>],
    [t("message.id"), message.id],
  ];
  return <FactsCard title={t("message.facts")} facts={facts} />;
}

/** What the same person wrote besides. */
function Others({ t, formats, detail }: Given) {
  const others = detail.others.map(({ id, receivedAt, text, action }) => ({
    ...{ id, text, at: receivedAt },
    beside: action && <span className="font-medium">{t(`wish.${action}`)}</span>,
  }));
  return (
    <OtherList {...{ formats, others }} title={t("inbound.others")} none={t("inbound.othersNone")} path={INBOUND} />
  );
}
