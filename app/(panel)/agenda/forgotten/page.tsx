import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Icon } from "@/app/_ui/icon";
import { Section } from "@/app/_ui/section";
import { TextField } from "@/app/_ui/text-field";
import { pageScopeWith } from "@/app/page-right";
import type { Scope } from "@/lib/auth/scope";
import { FieldError } from "@/lib/fields";
import { readForgotten } from "@/lib/forget/forget-number";
import { listForgotten } from "@/lib/forget/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { Receipts } from "./_parts/receipts";
import { WouldGo } from "./_parts/would-go";
import { allowByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("forget.title") };
}

/** Which number, what would go, the button; and the receipts of those that are forgotten. */
export default async function ForgottenPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const { number, done } = await searchParams;
  const asked = typeof number === "string" && number !== "" ? read(scope, number) : null;
  const receipts = await listForgotten(scope);
  return (
    <div className="grid max-w-3xl gap-6">
      <div>
        <h2 className="text-lg">{t("forget.title")}</h2>
        <p className="max-w-prose text-soft">{t("forget.intro")}</p>
      </div>
      {done === "1" && (
        <p role="status" className="note note-good">
          <Icon name="delivered" className="mt-0.5 size-4" />
          {t("forget.done")}
        </p>
      )}
      {asked?.msisdn ? (
        <WouldGo {...{ scope, t, formats }} msisdn={asked.msisdn} />
      ) : (
        <Section title={t("forget.ask")}>
          <form method="get" className="flex max-w-lg flex-wrap items-start gap-2">
            <TextField
              name="number"
              label={t("forget.number")}
              value={typeof number === "string" ? number : ""}
              fault={asked ? t("fieldFault.not-a-phone") : undefined}
              inputMode="numeric"
              className="min-w-56 flex-1"
            />
            <button type="submit" className="button mt-[1.15rem]">
              {t("forget.look")}
            </button>
          </form>
        </Section>
      )}
      <Section title={t("forget.listTitle")}>
        <Receipts t={t} formats={formats} receipts={receipts} />
      </Section>
      {receipts.some(({ suppressed }) => suppressed) && (
        <Section title={t("forget.allowTitle")} intro={t("forget.allowIntro")}>
          <ActionForm action={allowByForm} className="flex max-w-lg flex-wrap items-start gap-2">
            <FormField
              name="number"
              label={t("forget.number")}
              inputMode="numeric"
              max={40}
              className="min-w-56 flex-1"
            />
            <button type="submit" className="button mt-[1.15rem]">
              {t("forget.allow")}
            </button>
          </ActionForm>
        </Section>
      )}
    </div>
  );
}

/** @returns without `msisdn`: it cannot be read. */
function read(scope: Scope, number: string): { msisdn?: string } {
  try {
    return { msisdn: readForgotten(scope, number) };
  } catch (error) {
    if (error instanceof FieldError) return {};
    throw error;
  }
}
