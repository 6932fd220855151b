import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { languageOptions } from "@/app/language-options";
import { pageScope } from "@/lib/auth/session";
import { pageTexts } from "@/lib/texts";
import { FORMATS } from "@/lib/users/languages";
import { getProfile } from "@/lib/users/queries";
import { saveEmail, savePassword, saveProfile } from "./actions";
import { sampleOf } from "./sample";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("settings.profile") };
}

export default async function ProfilePage() {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const { name, email, locale, formats } = await getProfile(scope);
  const now = new Date();
  const written = FORMATS.map((tag) => ({ value: tag, label: sampleOf(tag, scope, now) }));
  return (
    <>
      <Section title={t("profile.title")}>
        <ActionForm action={saveProfile} className="grid max-w-md gap-4">
          <FormField name="name" label={t("profile.name")} value={name} autoComplete="name" max={80} />
          <FormSelect name="locale" label={t("profile.language")} value={locale} options={languageOptions()} />
          <FormSelect
            name="formats"
            label={t("profile.formats")}
            value={formats ?? ""}
            options={[{ value: "", label: t("profile.formatsOwn") }, ...written]}
          />
          <div>
            <button type="submit" className="button button-primary">
              {t("common.save")}
            </button>
          </div>
        </ActionForm>
      </Section>
      <Section title={t("profile.emailTitle")} intro={t("profile.emailIntro")}>
        <ActionForm action={saveEmail} className="grid max-w-md gap-4">
          <FormField name="email" label={t("profile.email")} value={email} type="email" autoComplete="email" />
          <FormField name="current" label={t("profile.current")} type="password" autoComplete="current-password" />
          <div>
            <button type="submit" className="button">
              {t("profile.changeEmail")}
            </button>
          </div>
        </ActionForm>
      </Section>
      <Section title={t("profile.passwordTitle")} intro={t("profile.passwordIntro")}>
        <ActionForm action={savePassword} className="grid max-w-md gap-4">
          <FormField name="current" label={t("profile.current")} type="password" autoComplete="current-password" />
          <FormField
            name="next"
            label={t("profile.next")}
            hint={t("setup.passwordHint")}
            type="password"
            autoComplete="new-password"
          />
          <div>
            <button type="submit" className="button">
              {t("profile.changePassword")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </>
  );
}
