import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormBoxes, FormField } from "@/app/_ui/form-field";
import { Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { listKeys } from "@/lib/auth/api-key";
import { usualBound } from "@/lib/auth/rate-limit";
import { KEY_SCOPES } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { Key } from "./_parts/key";
import { createKeyByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.keys") };
}

export default async function KeysPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const keys = await listKeys(scope);
  const usual = usualBound();
  const good = keys.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <>
      <Section title={t("keys.title")} intro={t("keys.intro")}>
        {good.length === 0 && <p className="text-soft">{t("keys.none")}</p>}
        <Rows>
          {good.map((key) => (
            <Key key={key.id} t={t} formats={formats} usual={usual} apiKey={key} />
          ))}
        </Rows>
        {revoked.length > 0 && (
          <details className="mt-4">
            <summary className="arrow w-fit text-soft">
              {t("keys.revokedTitle")} ({formats.integer(revoked.length)})
            </summary>
            <Rows>
              {revoked.map((key) => (
                <Key key={key.id} t={t} formats={formats} usual={usual} apiKey={key} />
              ))}
            </Rows>
          </details>
        )}
      </Section>
      <Section title={t("keys.createTitle")}>
        <ActionForm
          action={createKeyByForm}
          className="grid max-w-md gap-4"
          copy={{ copy: t("common.copy"), copied: t("common.copied") }}
        >
          <FormField name="name" label={t("keys.name")} hint={t("keys.nameHint")} max={80} />
          <FormBoxes
            name="scopes"
            legend={t("keys.scopes")}
            ticked={["send", "read"]}
            options={KEY_SCOPES.map((each) => ({ value: each, label: t(`keyScope.${each}`) }))}
          />
          <FormField
            name="perMinute"
            label={t("keys.perMinute")}
            hint={
              usual === 0 ? t("keys.perMinuteHintNone") : t("keys.perMinuteHint", { usual: formats.integer(usual) })
            }
            inputMode="numeric"
            max={7}
          />
          <div>
            <button type="submit" className="button button-primary">
              {t("keys.create")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </>
  );
}
