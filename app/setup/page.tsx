import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { FrontPage } from "@/app/_ui/front-page";
import { ZoneSelect } from "@/app/_ui/zone-select";
import { countryOptions } from "@/app/country-options";
import { pageLocale } from "@/app/locale";
import { listZones } from "@/lib/accounts/zone";
import { isEmpty } from "@/lib/auth/person";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";
import { setUpByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale())("setup.title") };
}

export default async function SetupPage() {
  if (!(await isEmpty())) redirect("/login");
  const locale = await pageLocale();
  const t = textsOf(locale);
  const formats = formatsOf({ locale, formats: locale, zone: "UTC" });
  return (
    <FrontPage brand={t("brand.name")} title={t("setup.title")}>
      <p className="mt-2 text-soft">{t("setup.intro")}</p>
      <ActionForm action={setUpByForm} className="mt-4 grid gap-4">
        <FormField name="code" label={t("setup.code")} />
        <FormField name="name" label={t("setup.account")} hint={t("setup.accountHint")} autoComplete="organization" />
        <FormField name="ownerName" label={t("setup.name")} autoComplete="name" />
        <FormField name="email" label={t("setup.email")} type="email" autoComplete="username" />
        <FormField
          name="password"
          label={t("setup.password")}
          hint={t("setup.passwordHint")}
          type="password"
          autoComplete="new-password"
        />
        <ZoneSelect name="zone" label={t("setup.zone")} hint={t("setup.zoneHint")} zones={listZones()} />
        <FormSelect
          name="defaultCountry"
          label={t("setup.country")}
          hint={t("setup.countryHint")}
          value=""
          options={countryOptions(formats, locale, t("setup.noCountry"))}
        />
        <button type="submit" className="button button-primary">
          {t("setup.submit")}
        </button>
      </ActionForm>
    </FrontPage>
  );
}
