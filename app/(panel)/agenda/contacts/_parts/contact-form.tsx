import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import type { FormAction } from "@/app/_ui/form-state";
import { LONGEST_NAME } from "@/lib/contacts/dataset";
import type { ContactField } from "@/lib/contacts/fields";
import type { Texts } from "@/lib/texts";

/** Number, name and the account's extra fields. */
export function ContactForm({
  t,
  action,
  extra,
  values = { number: "", name: "", fields: {} },
  submit,
}: {
  t: Texts;
  action: FormAction;
  extra: readonly ContactField[];
  values?: { number: string; name: string; fields: Readonly<Record<string, string>> };
  submit: string;
}) {
  return (
    <ActionForm action={action} className="grid max-w-md gap-4">
      <FormField
        name="number"
        label={t("contact.number")}
        hint={t("contact.numberHint")}
        value={values.number}
        inputMode="numeric"
        max={40}
      />
      <FormField name="name" label={t("contact.name")} value={values.name} max={LONGEST_NAME} />
      {extra.map(({ key, label }) => (
        <FormField key={key} name={`x_${key}`} label={label} value={values.fields[key] ?? ""} max={255} />
      ))}
      <div>
        <button type="submit" className="button button-primary">
          {submit}
        </button>
      </div>
    </ActionForm>
  );
}
