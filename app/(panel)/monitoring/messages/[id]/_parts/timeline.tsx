import type { ReactNode } from "react";
import { Instant } from "@/app/_ui/instant";
import { StatusWord } from "@/app/_ui/status";
import { Why } from "@/app/_ui/why";
import type { MessageDetail } from "@/lib/messages/queries";
import type { TextKey } from "@/lib/texts";
import type { Given } from "./given";

type Receipt = MessageDetail["receipts"][number];
type Event = { key: string; at: Date; what: ReactNode };

/** What we did and what the gateway said, in the order it arrived here, each receipt with its verdict and as it came. */
export function Timeline(given: Given) {
  const { t, formats, detail } = given;
  const { message, gateway, receipts } = detail;
  const events: Event[] = [
    { key: "accepted", at: message.sentAt, what: <Step title={t("message.accept")} /> },
    ...(message.handedAt
      ? [
          {
            key: "handed",
            at: message.handedAt,
            what: (
              <Step
                title={t("message.hand")}
                text={gateway ? t("message.handText", { gateway: gateway.name }) : t("message.handTextUnknown")}
              />
            ),
          },
        ]
      : []),
    ...receipts.map((receipt) => ({
      key: receipt.key,
      at: receipt.receivedAt,
      what: <ReceiptEvent {...given} receipt={receipt} />,
    })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
  const neverLeft = message.status === "test" || message.status === "duplicate" || message.gatewayId === null;
  const whyNone = message.origin === "import" ? "timelineImported" : neverLeft ? "timelineNever" : "timelineEmpty";
  return (
    <section className="card p-4 md:p-5">
      <h2>{t("message.timeline")}</h2>
      <ol className="timeline">
        {events.map(({ key, at, what }) => (
          <li key={key}>
            <span className="timeline-time">
              <Instant at={at} beside={message.sentAt} formats={formats} />
            </span>
            <div className="min-w-0">{what}</div>
          </li>
        ))}
      </ol>
      {receipts.length === 0 && <p className="mt-3 text-soft">{t(`message.${whyNone}`)}</p>}
    </section>
  );
}

function Step({ title, text }: { title: string; text?: string }) {
  return (
    <>
      <p className="font-medium">{title}</p>
      {text && <p className="text-soft">{text}</p>}
    </>
  );
}

/** Gateways number parts as they like, some by hashes: people count them from one, in that order. */
function placeOf({ part }: Receipt, all: readonly Receipt[]): number {
  const parts = [...new Set(all.map((each) => each.part))].filter((each) => each > 0).sort((one, other) => one - other);
  return parts.indexOf(part) + 1;
}

function ReceiptEvent({ t, formats, receipt, detail: { message, receipts } }: Given & { receipt: Receipt }) {
  const { meaning, verdict, occurredAt, receivedAt, repeats, raw } = receipt;
  const part = message.segments > 1 ? placeOf(receipt, receipts) : 0;
  const source = receipt.sweep ? t("message.sweep") : receipt.refusal ? t("message.refusal") : null;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        {meaning ? (
          <StatusWord status={meaning}>{t(`status.${meaning}`)}</StatusWord>
        ) : (
          <span className="font-medium">{t("message.noNews")}</span>
        )}
        {part > 0 && <span className="text-soft">{t("message.part", { part })}</span>}
        <span className="verdict" data-verdict={verdict} title={t(`verdictMeaning.${verdict}`)}>
          {t(`verdict.${verdict}`)}
        </span>
      </p>
      <Why reason={receipt.reason ? t(`reason.${receipt.reason}` as TextKey) : undefined} code={receipt.code} />
      {source && <p className="text-soft">{source}</p>}
      {(verdict !== "applied" || repeats > 0) && (
        <p className="text-xs text-soft">
          {verdict !== "applied" && t(`verdictMeaning.${verdict}`)}{" "}
          {repeats > 0 && t("message.repeats", { count: repeats })}
        </p>
      )}
      {raw !== null && (
        <details className="mt-1">
          <summary className="disclosure text-xs">{t("message.raw")}</summary>
          <dl className="facts mt-1 text-xs">
            {occurredAt && (
              <div>
                <dt>{t("message.happened")}</dt>
                <dd>
                  <Instant at={occurredAt} beside={message.sentAt} formats={formats} />
                </dd>
              </div>
            )}
            <div>
              <dt>{t("message.arrived")}</dt>
              <dd>
                <Instant at={receivedAt} beside={message.sentAt} formats={formats} />
              </dd>
            </div>
          </dl>
          <pre className="raw">{raw}</pre>
        </details>
      )}
    </>
  );
}
