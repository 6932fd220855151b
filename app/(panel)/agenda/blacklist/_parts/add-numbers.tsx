import { ActionForm } from "@/app/_ui/action-form";
import { FormArea, FormField } from "@/app/_ui/form-field";
import type { Texts } from "@/lib/texts";
import { addByForm } from "../actions";

/** Numbers by hand: one or many, pasted. */
export const AddNumbers = ({ t }: { t: Texts }) => (
  <details className="card p-5 print:hidden">
    <summary className="arrow w-fit font-medium">{t("blacklist.add")}</summary>
    <ActionForm action={addByForm} className="mt-4 grid max-w-lg gap-4" label={t("blacklist.add")}>
      <FormArea name="numbers" label={t("blacklist.numbers")} hint={t("blacklist.numbersHint")} max={400_000} />
      <FormField
        name="note"
        label={`${t("column.note")} (${t("common.optional")})`}
        hint={t("blacklist.noteHint")}
        max={200}
      />
      <div>
        <button type="submit" className="button button-primary">
          {t("blacklist.addButton")}
        </button>
      </div>
    </ActionForm>
  </details>
);
