import { ActionForm } from "@/app/_ui/action-form";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Row } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { GatewayView } from "@/lib/gateways/queries";
import type { GatewayState } from "@/lib/gateways/state";
import type { Texts } from "@/lib/texts";
import { moveByForm } from "../actions";
import { GatewayFigures } from "./gateway-figures";

/** One gateway in the list: where it is, what it is for, how it does, what it last said. */
export function GatewayRow({
  t,
  formats,
  now,
  gateway: { id, name, kannel, enabled, perSecond, lastReceiptAt, trouble },
  role,
  state,
  elsewhere,
}: {
  t: Texts;
  formats: Formats;
  now: Date;
  gateway: GatewayView;
  /** first: what no route takes goes out here · routed: what its routes take · waiting: nothing, just now. */
  role: "first" | "routed" | "waiting";
  state: GatewayState | undefined;
  /** Another gateway could take what waits. */
  elsewhere: boolean;
}) {
  const does = t(
    !kannel
      ? "gateways.heard"
      : !enabled
        ? "gateways.off"
        : role === "first"
          ? "gateways.sending"
          : role === "routed"
            ? "gatewayState.routed"
            : "gateways.waiting",
  );
  const heard = lastReceiptAt
    ? t("gateways.lastReceipt", { time: formats.time(lastReceiptAt) })
    : t("gateways.noReceipt");
  const pace = perSecond === null ? null : t("gatewayState.pace", { count: perSecond });
  return (
    <Row
      told={
        <>
          <span className="font-medium">{name}</span>
          {kannel && <span className="block break-all text-soft">{kannel.url}</span>}
          <span className="block text-xs text-soft">{[does, pace, heard].filter(Boolean).join(" · ")}</span>
          {trouble && (
            <span className="mt-1 flex gap-1.5 text-bad">
              <Icon name="warning" className="mt-0.5 size-4" />
              <span className="min-w-0 wrap-anywhere">{t("gateways.trouble", { text: trouble })}</span>
            </span>
          )}
          {state && <GatewayFigures t={t} formats={formats} state={state} now={now} />}
          {state && state.waiting.messages > 0 && !enabled && kannel && (
            <div className="mt-3">
              <p className="text-soft">{t("gatewayState.offWaits")}</p>
              {elsewhere && (
                <ActionForm action={moveByForm.bind(null, id)} className="mt-2" label={name}>
                  <button type="submit" className="button">
                    {t("gatewayState.move")}
                  </button>
                </ActionForm>
              )}
            </div>
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
