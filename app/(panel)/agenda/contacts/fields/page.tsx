import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField } from "@/app/_ui/form-field";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { listFields } from "@/lib/contacts/fields";
import { pageTexts } from "@/lib/texts";
import { addByForm, removeByForm, renameByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("contactFields.title") };
}

export default async function FieldsPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const fields = await listFields(scope);
  return (
    <div className="grid max-w-3xl gap-6">
      <Section title={t("contactFields.title")} intro={t("contactFields.intro")}>
        {fields.length === 0 && <p className="text-soft">{t("contactFields.none")}</p>}
        <Rows>
          {fields.map(({ key, label }) => (
            <Row
              key={key}
              told={
                <>
                  <span className="font-medium">{label}</span>
                  <span className="block text-xs text-soft">{t("contactFields.key", { key })}</span>
                </>
              }
            >
              <ActionForm action={renameByForm.bind(null, key)} className="flex gap-2">
                <FormField
                  name="label"
                  label={t("contactFields.labelOf", { label })}
                  hideLabel
                  value={label}
                  max={40}
                />
                <button type="submit" className="button">
                  {t("contactFields.rename")}
                </button>
              </ActionForm>
              <Confirm label={t("contactFields.remove")} text={t("contactFields.removeSure")}>
                <ActionForm action={removeByForm.bind(null, key)}>
                  <button type="submit" className="button button-danger">
                    {t("contactFields.removeYes", { label })}
                  </button>
                </ActionForm>
              </Confirm>
            </Row>
          ))}
        </Rows>
      </Section>
      <Section title={t("contactFields.addTitle")}>
        <ActionForm action={addByForm} className="grid max-w-md gap-4">
          <FormField name="label" label={t("contactFields.label")} max={40} />
          <div>
            <button type="submit" className="button button-primary">
              {t("contactFields.add")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </div>
  );
}
