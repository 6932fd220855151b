import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { Section } from "@/app/_ui/section";
import type { Texts } from "@/lib/texts";
import { signByForm, unsignByForm } from "../actions";

/** Whether calls are signed, and a secret for whoever checks them, shown once. */
export function Signature({ t, signed }: { t: Texts; signed: boolean }) {
  const copy = { copy: t("common.copy"), copied: t("common.copied") };
  const make = (label: string) => (
    <ActionForm action={signByForm} copy={copy}>
      <button type="submit" className="button">
        {label}
      </button>
    </ActionForm>
  );
  return (
    <Section title={t("callbacks.signTitle")} intro={t("callbacks.signIntro")}>
      <p className="mb-3">{t(signed ? "callbacks.isSigned" : "callbacks.isUnsigned")}</p>
      <div className="flex flex-wrap items-start gap-3">
        {make(t(signed ? "callbacks.newSecret" : "callbacks.sign"))}
        {signed && (
          <Confirm label={t("callbacks.unsign")} text={t("callbacks.unsignSure")}>
            <ActionForm action={unsignByForm}>
              <button type="submit" className="button button-danger">
                {t("callbacks.unsignYes")}
              </button>
            </ActionForm>
          </Confirm>
        )}
      </div>
    </Section>
  );
}
