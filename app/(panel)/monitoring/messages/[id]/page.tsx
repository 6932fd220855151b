import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Instant } from "@/app/_ui/instant";
import { Live } from "@/app/_ui/live";
import { StatusWord } from "@/app/_ui/status";
import { Why } from "@/app/_ui/why";
import { may, type Scope } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import { getMessage, type MessageDetail } from "@/lib/messages/queries";
import { PENDING, statusSince } from "@/lib/messages/status";
import { pageTexts, type TextKey, type Texts } from "@/lib/texts";
import { readOnce } from "../../read-once";
import { MESSAGES } from "../question";
import { Clicks } from "./_parts/clicks";
import { Facts } from "./_parts/facts";
import { Others } from "./_parts/others";
import { SentText } from "./_parts/sent-text";
import { Timeline } from "./_parts/timeline";

type Props = { params: Promise<{ id: string }> };

const read = readOnce(getMessage);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const scope = await pageScope();
  const { message } = await read(scope, (await params).id);
  return { title: titleOf(pageTexts(scope), message.msisdn) };
}

const titleOf = (t: Texts, msisdn: string) =>
  t("message.title", { recipient: formatNumber(msisdn) || t("monitoring.noNumber") });

export default async function MessagePage({ params }: Props) {
  const scope = await pageScope();
  const now = new Date();
  const detail = await read(scope, (await params).id);
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const { message } = detail;
  const { status } = message;
  const given = { t, formats, detail };
  const today = { now, zone: scope.zone };

  return (
    <main id="content" className="page">
      <p className="print:hidden">
        <Go href={MESSAGES} className="inline-flex items-center gap-1">
          <Icon name="left" className="size-3.5" />
          {t("message.back")}
        </Go>
      </p>
      <div className="mt-2 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <h1>{titleOf(t, message.msisdn)}</h1>
        <Live
          live={PENDING.some((each) => each === status)}
          asOf={t("live.asOf", { time: formats.clock(now) })}
          told={`${t("message.status")}: ${t(`status.${status}`)}`}
          texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
        />
      </div>
      <div
        data-results
        className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-5"
      >
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
          <section className="card p-4 md:p-5" aria-label={t("message.status")}>
            <p className="text-lg">
              <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>
            </p>
            <p className="text-soft">
              {t(`statusMeaning.${status}`)} · <Instant at={statusSince(message)} formats={formats} />
            </p>
            <Why reason={message.reason ? t(`reason.${message.reason}` as TextKey) : undefined} code={message.code} />
            <SentText {...given} />
          </section>
          <Timeline {...given} />
          <Clicks {...given} />
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
          <Facts {...given} zone={scope.zone} today={today} calls={callsOf(scope, detail)} />
          <Others {...given} today={today} />
        </div>
      </div>
    </main>
  );
}

/** Where the calls about a message are seen, for whoever may see them. */
function callsOf(scope: Scope, { message: { id, callbackTargetId } }: MessageDetail): string | null {
  const { ackUrl, clickUrl } = scope.account;
  const mayBe = callbackTargetId !== null || ackUrl !== null || clickUrl !== null;
  return mayBe && may(scope, "manage") ? `/settings/callbacks/log?message=${id}` : null;
}
