import { ActionForm } from "@/app/_ui/action-form";
import { FormTick } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Scope } from "@/lib/auth/scope";
import { whatIsKnownOf } from "@/lib/forget/queries";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { forgetByForm } from "../actions";
import { tellRemoved } from "./receipts";

/** What there is of a number, what goes and what stays, before it does. */
export async function WouldGo({
  scope,
  t,
  formats,
  msisdn,
}: {
  scope: Scope;
  t: Texts;
  formats: Formats;
  msisdn: string;
}) {
  const known = await whatIsKnownOf(scope, msisdn);
  const told = tellRemoved(t, formats, known);
  return (
    <Section title={t("forget.willTitle", { number: formatNumber(msisdn) })}>
      <p className="text-base font-semibold">{told || t("forget.willNone")}</p>
      <div className="mt-3 grid max-w-prose gap-3">
        <p>{t("forget.goes")}</p>
        <p>{t("forget.stays")}</p>
        {(known.blacklist ?? 0) > 0 && <p>{t("forget.suppressed")}</p>}
        <p className="text-soft">{t("forget.files")}</p>
      </div>
      <ActionForm action={forgetByForm.bind(null, msisdn)} className="mt-5 grid gap-4">
        <FormTick name="sure" label={t("forget.sure")} ticked={false} />
        <div className="flex flex-wrap items-center gap-3">
          <button type="submit" className="button button-danger">
            {t("forget.yes")}
          </button>
          <Go href="/agenda/forgotten">{t("forget.back")}</Go>
        </div>
      </ActionForm>
    </Section>
  );
}
