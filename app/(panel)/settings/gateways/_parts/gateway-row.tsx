import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Row } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { GatewayView } from "@/lib/gateways/queries";
import type { Texts } from "@/lib/texts";

/** One gateway in the list: where it is, whether it is used, what it last said. */
export function GatewayRow({
  t,
  formats,
  gateway: { id, name, kannel, enabled, lastReceiptAt, trouble },
  sending,
}: {
  t: Texts;
  formats: Formats;
  gateway: GatewayView;
  /** What is sent now goes out here. */
  sending: boolean;
}) {
  const role = t(
    !kannel ? "gateways.heard" : sending ? "gateways.sending" : enabled ? "gateways.waiting" : "gateways.off",
  );
  const heard = lastReceiptAt
    ? t("gateways.lastReceipt", { time: formats.time(lastReceiptAt) })
    : t("gateways.noReceipt");
  return (
    <Row
      told={
        <>
          <span className="font-medium">{name}</span>
          {kannel && <span className="block break-all text-soft">{kannel.url}</span>}
          <span className="block text-xs text-soft">
            {role} · {heard}
          </span>
          {trouble && (
            <span className="mt-1 flex gap-1.5 text-bad">
              <Icon name="warning" className="mt-0.5 size-4" />
              <span className="min-w-0 wrap-anywhere">{t("gateways.trouble", { text: trouble })}</span>
            </span>
          )}
        </>
      }
    >
      <Go href={`/settings/gateways/${id}`} className="button" aria-label={t("gateways.edit", { name })}>
        {t("common.edit")}
      </Go>
    </Row>
  );
}
