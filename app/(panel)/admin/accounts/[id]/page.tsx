import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { FormArea, FormField } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { Balance } from "@/app/(panel)/settings/credits/_parts/balance";
import { findCredits } from "@/lib/credits/queries";
import { writePrices } from "@/lib/credits/read-prices";
import { pageAdministrator } from "../../administrator";
import { addCreditsByForm, setPricesByForm, switchControlByForm } from "./actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await pageAdministrator(new Date())).t("admin.account") };
}

/** An account's credits, as whoever runs the installation sets them. */
export default async function AdministeredAccountPage({ params }: Props) {
  const { platform, t, formats } = await pageAdministrator(new Date());
  const { id } = await params;
  const accountId = Number(id);
  const account = /^\d{1,9}$/.test(id) ? await findCredits(platform, accountId) : null;
  if (!account) notFound();
  const { name, creditControl, prices } = account;
  return (
    <div className="grid max-w-3xl gap-6">
      <h2>{name}</h2>
      <Section
        title={t("creditAdmin.control")}
        intro={t(creditControl ? "creditAdmin.controlOn" : "creditAdmin.controlOff")}
      >
        <Balance t={t} formats={formats} balance={account.balance} reserved={account.reserved} />
        <ActionForm action={switchControlByForm.bind(null, accountId, !creditControl)} className="mt-4">
          <button type="submit" className="button">
            {t(creditControl ? "creditAdmin.turnOff" : "creditAdmin.turnOn")}
          </button>
        </ActionForm>
      </Section>
      <Section title={t("creditAdmin.add")} intro={t("creditAdmin.addIntro")}>
        <ActionForm action={addCreditsByForm.bind(null, accountId)} className="grid max-w-md gap-4">
          <FormField name="amount" label={t("creditAdmin.amount")} hint={t("creditAdmin.amountHint")} max={16} />
          <FormField name="note" label={t("creditAdmin.note")} hint={t("creditAdmin.noteHint")} max={200} />
          <div>
            <button type="submit" className="button button-primary">
              {t("creditAdmin.addButton")}
            </button>
          </div>
        </ActionForm>
      </Section>
      <Section title={t("credits.prices")} intro={t("creditAdmin.pricesIntro")}>
        <ActionForm action={setPricesByForm.bind(null, accountId)} className="grid max-w-md gap-4">
          <FormArea
            name="prices"
            label={t("creditAdmin.prices")}
            hint={t("creditAdmin.pricesHint")}
            value={writePrices(prices)}
            max={40_000}
          />
          <div>
            <button type="submit" className="button button-primary">
              {t("creditAdmin.savePrices")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </div>
  );
}
