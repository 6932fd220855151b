import { ActionForm } from "@/app/_ui/action-form";
import { FormSelect } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { ERROR_PRESETS } from "@/lib/gateways/error-presets";
import type { GatewayView } from "@/lib/gateways/queries";
import { REASONS } from "@/lib/messages/reasons";
import type { Texts } from "@/lib/texts";
import { addPresetByForm, saveErrors } from "../actions";
import { ErrorRow } from "./error-row";

const EMPTY_ROWS = 4;

/** What the gateway's own codes mean: rows to fill, some of them empty for more. */
export function ErrorCodes({ t, gateway: { id, errors } }: { t: Texts; gateway: GatewayView }) {
  const known = Object.entries(errors).sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }));
  const rows = [...known, ...Array.from({ length: EMPTY_ROWS }, () => ["", "unknown"] as const)];
  const reasons = REASONS.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }));
  return (
    <Section title={t("gateways.errorsTitle")} intro={t("gateways.errorsIntro")}>
      <div className="mb-5">
        <ActionForm action={addPresetByForm.bind(null, id)}>
          <div className="flex flex-wrap items-end gap-3">
            <FormSelect
              name="preset"
              label={t("gateways.preset")}
              value=""
              options={Object.keys(ERROR_PRESETS).map((name) => ({ value: name, label: name }))}
            />
            <button type="submit" className="button">
              {t("gateways.addPreset")}
            </button>
          </div>
        </ActionForm>
      </div>
      <ActionForm action={saveErrors.bind(null, id)} className="grid gap-3">
        {/* The key: what a preset added comes into rows of its own. */}
        <div key={JSON.stringify(errors)} className="grid max-w-lg grid-cols-[8rem_1fr] gap-x-3 gap-y-2">
          <span className="field-label">{t("gateways.code")}</span>
          <span className="field-label">{t("gateways.reason")}</span>
          {rows.map(([code, reason], row) => (
            <ErrorRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
              key={row}
              row={row}
              code={code}
              reason={reason}
              reasons={reasons}
              labels={{
                code: t("gateways.codeOf", { number: row + 1 }),
                reason: t("gateways.reasonOf", { number: row + 1 }),
              }}
            />
          ))}
        </div>
        <div>
          <button type="submit" className="button button-primary">
            {t("gateways.saveErrors")}
          </button>
        </div>
      </ActionForm>
    </Section>
  );
}
