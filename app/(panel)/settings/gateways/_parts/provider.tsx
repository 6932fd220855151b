import { CopyField } from "@/app/_ui/copy-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Formats } from "@/lib/format";
import { RECEIPT_EXAMPLES } from "@/lib/gateways/examples";
import type { HeardCounts } from "@/lib/gateways/heard-counts";
import { KANNEL_QUERY } from "@/lib/gateways/kannel/inbound";
import type { GatewayView } from "@/lib/gateways/queries";
import type { Words } from "@/lib/inbound/keywords";
import { publicUrl } from "@/lib/public-url";
import type { TextKey, Texts } from "@/lib/texts";
import { OPT_OUT, TellWords } from "../../opt-out/tell-words";

/** What is to be set at the provider, the addresses to give it, and what came of it. */
export function Provider({
  t,
  formats,
  gateway,
  heard,
  words,
}: {
  t: Texts;
  formats: Formats;
  gateway: GatewayView;
  heard: HeardCounts;
  words: Words;
}) {
  const { kind, receiptPath, inboundPath, lastReceiptAt } = gateway;
  const copy = { copy: t("common.copy"), copied: t("common.copied") };
  const steps = t.raw(`providerSteps.${kind}` as TextKey) as unknown as Record<string, string>;
  const example = kind === "simulator" || kind === "generic" ? null : RECEIPT_EXAMPLES[kind];
  const inbound = inboundPath && publicUrl(inboundPath) + (kind === "kannel" ? KANNEL_QUERY : "");
  return (
    <>
      <Section title={t("provider.title")}>
        <ol className="mb-5 grid max-w-prose list-decimal gap-1.5 pl-5">
          {Object.keys(steps).map((step) => (
            <li key={step}>{t(`providerSteps.${kind}.${step}` as TextKey)}</li>
          ))}
        </ol>
        <div className="grid gap-4">
          <CopyField
            label={t("gateways.receipts")}
            hint={t(kind === "kannel" ? "gateways.receiptsIntro" : "gateways.heardReceipts")}
            value={publicUrl(receiptPath)}
            texts={copy}
            labelled
          />
          {inbound && (
            <CopyField
              label={t("provider.inbound")}
              hint={t("provider.inboundHint")}
              value={inbound}
              texts={copy}
              labelled
            />
          )}
        </div>
        <p className="mt-3 max-w-prose text-soft">
          <TellWords t={t} words={words} />{" "}
          <Go href={OPT_OUT} className="underline">
            {t("optOut.change")}
          </Go>
        </p>
      </Section>
      <Section title={t("provider.cameTitle")}>
        <p>
          {heard.ever === 0
            ? t("provider.cameNone")
            : t("provider.came", {
                count: heard.day,
                day: formats.integer(heard.day),
                ever: formats.integer(heard.ever),
              })}{" "}
          {lastReceiptAt && t("provider.last", { time: formats.time(lastReceiptAt) })}
        </p>
        {heard.waiting > 0 && (
          <p className="mt-1">
            <Go href={`/monitoring/orphans?gateway=${gateway.id}`}>
              {t("provider.waiting", { count: heard.waiting, shown: formats.integer(heard.waiting) })}
            </Go>
          </p>
        )}
        {example && (
          <details className="mt-3">
            <summary className="arrow w-fit text-soft">{t("provider.example")}</summary>
            <pre className="raw mt-2">{example}</pre>
          </details>
        )}
      </Section>
    </>
  );
}
