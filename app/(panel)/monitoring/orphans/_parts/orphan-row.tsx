import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField } from "@/app/_ui/form-field";
import { Instant } from "@/app/_ui/instant";
import { Row } from "@/app/_ui/rows";
import { StatusWord } from "@/app/_ui/status";
import type { Formats } from "@/lib/format";
import type { Orphan } from "@/lib/orphans/queries";
import type { Texts } from "@/lib/texts";
import { attachByForm, discardByForm, replayByForm } from "../actions";

/** One receipt: what it says of which message, as it came, and what can be done about it. */
export function OrphanRow({
  t,
  formats,
  orphan: { receipt, raw, repeats, receivedAt, gateway, ...key },
  manages,
}: {
  t: Texts;
  formats: Formats;
  orphan: Orphan;
  manages: boolean;
}) {
  const { meaning, code, reason, text } = receipt;
  const name = { gatewayId: key.gatewayId, reference: key.reference, key: key.key };
  const why = [reason && t(`reason.${reason}`), code].filter(Boolean).join(" · ");
  return (
    <Row
      told={
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            {meaning ? (
              <StatusWord status={meaning}>{t(`status.${meaning}`)}</StatusWord>
            ) : (
              <span className="font-medium">{t("message.noNews")}</span>
            )}
            {why && <span className="text-soft">{why}</span>}
          </p>
          <p className="wrap-anywhere">
            <span className="text-soft">{t("orphans.reference")}</span>{" "}
            <span className="font-mono">{key.reference}</span>
          </p>
          <p className="text-xs text-soft">
            <Instant at={receivedAt} formats={formats} /> · {gateway ?? t("orphans.noGateway")}
            {repeats > 0 && <> · {t("message.repeats", { count: repeats })}</>}
          </p>
          <details className="mt-1">
            <summary className="disclosure text-xs">{t("orphans.details")}</summary>
            <pre className="raw">{raw ?? text}</pre>
            {manages && (
              <div className="mt-3 grid max-w-lg gap-3">
                <ActionForm action={attachByForm.bind(null, name)} className="flex flex-wrap items-end gap-2">
                  <FormField
                    name="message"
                    label={t("orphans.attachTo")}
                    hint={t("orphans.attachHint")}
                    max={60}
                    className="grow"
                  />
                  <button type="submit" className="button">
                    {t("orphans.attach")}
                  </button>
                </ActionForm>
                <Confirm label={t("orphans.discard")} text={t("orphans.discardSure")}>
                  <ActionForm action={discardByForm.bind(null, name)}>
                    <button type="submit" className="button button-danger">
                      {t("orphans.discardYes")}
                    </button>
                  </ActionForm>
                </Confirm>
              </div>
            )}
          </details>
        </>
      }
    >
      {manages && (
        <ActionForm action={replayByForm.bind(null, name)}>
          <button type="submit" className="button" aria-label={t("orphans.replayOf", { reference: key.reference })}>
            {t("orphans.replay")}
          </button>
        </ActionForm>
      )}
    </Row>
  );
}
