import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { ZoneSelect } from "@/app/_ui/zone-select";
import { countryOptions } from "@/app/country-options";
import { languageOptions } from "@/app/language-options";
import { listZones } from "@/lib/accounts/zone";
import { pageAdministrator } from "../../administrator";
import { addByForm } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await pageAdministrator(new Date())).t("admin.createTitle") };
}

export default async function NewAccountPage() {
  const { t, locale, formats } = await pageAdministrator(new Date());
  return (
    <div className="max-w-3xl">
      <Section title={t("admin.createTitle")} intro={t("admin.createIntro")}>
        <ActionForm action={addByForm} className="grid max-w-md gap-4">
          <FormField name="name" label={t("admin.name")} max={80} />
          <FormField name="ownerName" label={t("admin.ownerName")} max={80} />
          <FormField name="email" label={t("admin.email")} type="email" />
          <FormField
            name="password"
            label={t("admin.password")}
            hint={t("setup.passwordHint")}
            type="password"
            autoComplete="new-password"
          />
          <FormSelect name="locale" label={t("admin.language")} value={locale} options={languageOptions()} />
          <ZoneSelect name="zone" label={t("setup.zone")} hint={t("setup.zoneHint")} zones={listZones()} />
          <FormSelect
            name="defaultCountry"
            label={t("setup.country")}
            hint={t("setup.countryHint")}
            value=""
            options={countryOptions(formats, locale, t("setup.noCountry"))}
          />
          <div>
            <button type="submit" className="button button-primary">
              {t("admin.submit")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </div>
  );
}
