import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect, FormTick } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { countryOptions } from "@/app/country-options";
import { pageScopeWith } from "@/app/page-right";
import { listZones } from "@/lib/accounts/zone";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { saveAccount } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("own"))("settings.account") };
}

export default async function AccountPage() {
  const scope = await pageScopeWith("own");
  const { account } = scope;
  const t = pageTexts(scope);
  const zones = [...new Set([account.zone, ...listZones()])];
  return (
    <Section title={t("account.title")}>
      <ActionForm action={saveAccount} className="grid max-w-md gap-4">
        <FormField name="name" label={t("account.name")} value={account.name} max={80} />
        <FormSelect
          name="zone"
          label={t("account.zone")}
          hint={t("account.zoneHint")}
          value={account.zone}
          options={zones.map((zone) => ({ value: zone, label: zone }))}
        />
        <FormSelect
          name="defaultCountry"
          label={t("account.country")}
          hint={t("account.countryHint")}
          value={account.defaultCountry ?? ""}
          options={countryOptions(formatsOf(scope), scope.locale, t("account.noCountry"))}
        />
        <FormField
          name="defaultSender"
          label={t("account.sender")}
          hint={t("account.senderHint")}
          value={account.defaultSender}
          max={16}
        />
        <FormField
          name="duplicateMinutes"
          label={t("account.duplicate")}
          hint={t("account.duplicateHint")}
          value={String(account.duplicateMinutes)}
          inputMode="numeric"
        />
        <FormField
          name="validityHours"
          label={t("account.validity")}
          hint={t("account.validityHint")}
          value={String(account.validityMinutes / 60)}
          inputMode="decimal"
        />
        <FormTick
          name="compatAlways200"
          label={t("account.always200")}
          hint={t("account.always200Hint")}
          ticked={account.compatAlways200}
        />
        <FormTick
          name="wholeAddresses"
          label={t("account.wholeAddresses")}
          hint={t("account.wholeAddressesHint")}
          ticked={account.wholeAddresses}
        />
        <div>
          <button type="submit" className="button button-primary">
            {t("common.save")}
          </button>
        </div>
      </ActionForm>
    </Section>
  );
}
