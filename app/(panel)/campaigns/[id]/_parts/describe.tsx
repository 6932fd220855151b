import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import type { Campaign } from "@/lib/campaigns/detail";
import type { Texts } from "@/lib/texts";
import { archiveByForm, describeByForm } from "../../actions";

export function Describe({ t, campaign: { id, name, label, archived } }: { t: Texts; campaign: Campaign }) {
  const archive = (
    <ActionForm action={archiveByForm.bind(null, id, !archived)}>
      <button type="submit" className="button">
        {t(archived ? "campaigns.restore" : "campaigns.archive")}
      </button>
    </ActionForm>
  );
  return (
    <div className="print:hidden">
      <Section title={t("campaigns.describe")}>
        <ActionForm action={describeByForm.bind(null, id)} className="grid gap-3">
          <FormField name="name" label={t("campaigns.name")} value={name} max={255} />
          <FormField
            name="label"
            label={t("campaigns.label")}
            hint={t("campaigns.labelHint")}
            value={label ?? ""}
            max={255}
          />
          <div>
            <button type="submit" className="button">
              {t("common.save")}
            </button>
          </div>
        </ActionForm>
        <div className="mt-4">
          {archived ? (
            archive
          ) : (
            <Confirm label={t("campaigns.archive")} text={t("campaigns.archiveText")}>
              {archive}
            </Confirm>
          )}
        </div>
      </Section>
    </div>
  );
}
