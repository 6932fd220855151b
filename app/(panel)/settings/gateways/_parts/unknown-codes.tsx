import { ActionForm } from "@/app/_ui/action-form";
import { FormSelect } from "@/app/_ui/form-field";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import type { Formats } from "@/lib/format";
import type { UnknownCode } from "@/lib/gateways/unknown-codes";
import { REASONS } from "@/lib/messages/reasons";
import type { Texts } from "@/lib/texts";
import { mapCodeByForm } from "../heard-actions";

/** Codes that came lately and say nothing, each with the step that gives it a meaning. */
export function UnknownCodes({
  t,
  formats,
  codes,
  ofAll = false,
}: {
  t: Texts;
  formats: Formats;
  codes: readonly UnknownCode[];
  /** Of several gateways: each says which. */
  ofAll?: boolean;
}) {
  if (codes.length === 0) return null;
  const reasons = REASONS.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }));
  return (
    <Section title={t("unknownCodes.title")} intro={t("unknownCodes.intro")}>
      <Rows>
        {codes.map(({ gatewayId, gateway, code, meaning, receipts, lastAt, text }) => (
          <Row
            key={`${gatewayId} ${code}`}
            told={
              <>
                <span className="font-mono font-medium">{code}</span> {ofAll && <span>{gateway} · </span>}
                <span className="text-soft">
                  {t("unknownCodes.count", {
                    count: receipts,
                    shown: formats.integer(receipts),
                    time: formats.time(lastAt),
                  })}
                </span>
                <span className="block font-mono text-xs wrap-anywhere text-soft">{text}</span>
                {meaning === null && <span className="block text-xs text-soft">{t("unknownCodes.noStatus")}</span>}
              </>
            }
          >
            <ActionForm action={mapCodeByForm.bind(null, gatewayId, code)}>
              <div className="flex flex-wrap items-end gap-2">
                <FormSelect
                  name="reason"
                  label={t("unknownCodes.means", { code })}
                  hideLabel
                  value="unknown"
                  options={reasons}
                />
                <button type="submit" className="button" aria-label={t("unknownCodes.saveOf", { code })}>
                  {t("common.save")}
                </button>
              </div>
            </ActionForm>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
