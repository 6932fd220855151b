import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormTick } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { countUndone, isSigned } from "@/lib/callbacks/queries";
import { pageTexts } from "@/lib/texts";
import { Signature } from "./_parts/signature";
import { TryOut } from "./_parts/try-out";
import { saveCallbacks } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.callbacks") };
}

export default async function CallbacksPage() {
  const scope = await pageScopeWith("manage");
  const { ackUrl, clickUrl, callbackRobots } = scope.account;
  const t = pageTexts(scope);
  const [signed, { failed, refused }] = await Promise.all([isSigned(scope), countUndone(scope)]);
  return (
    <>
      <Section title={t("callbacks.title")} intro={t("callbacks.intro")}>
        <ActionForm action={saveCallbacks} className="grid max-w-xl gap-4">
          <FormField
            name="ackUrl"
            type="url"
            label={t("callbacks.ackUrl")}
            hint={t("callbacks.ackUrlHint")}
            value={ackUrl ?? ""}
            max={2000}
          />
          <FormField
            name="clickUrl"
            type="url"
            label={t("callbacks.clickUrl")}
            hint={t("callbacks.clickUrlHint")}
            value={clickUrl ?? ""}
            max={2000}
          />
          <FormTick name="callbackRobots" label={t("callbacks.robots")} ticked={callbackRobots} />
          <div>
            <button type="submit" className="button button-primary">
              {t("common.save")}
            </button>
          </div>
        </ActionForm>
      </Section>
      {(ackUrl || clickUrl) && <TryOut t={t} ack={ackUrl !== null} click={clickUrl !== null} />}
      <Signature t={t} signed={signed} />
      <Section title={t("callbacks.logTitle")} intro={t("callbacks.logIntro")}>
        {failed + refused > 0 && <p className="mb-3">{t("callbacks.undone", { count: failed + refused })}</p>}
        <Go href="/settings/callbacks/log" className="button">
          {t("callbacks.openLog")}
        </Go>
      </Section>
    </>
  );
}
