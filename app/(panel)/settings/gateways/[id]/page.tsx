import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { formatsOf } from "@/lib/format";
import { countHeard } from "@/lib/gateways/heard-counts";
import { findGateway } from "@/lib/gateways/queries";
import { listUnknownCodes } from "@/lib/gateways/unknown-codes";
import { wordsOfAccount } from "@/lib/inbound/keywords";
import { pageTexts } from "@/lib/texts";
import { ErrorCodes } from "../_parts/error-codes";
import { GatewayButtons } from "../_parts/gateway-buttons";
import { HeardForm } from "../_parts/heard-form";
import { KannelFields } from "../_parts/kannel-fields";
import { Provider } from "../_parts/provider";
import { UnknownCodes } from "../_parts/unknown-codes";
import { saveGateway, switchByForm } from "../actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.gateways") };
}

export default async function GatewayPage({ params }: Props) {
  const scope = await pageScopeWith("manage");
  const { id } = await params;
  const gateway = /^\d{1,9}$/.test(id) ? await findGateway(scope, Number(id)) : null;
  if (!gateway) notFound();
  if (gateway.kind === "simulator") redirect("/settings/gateways/simulator");
  const now = new Date();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const [heard, unknown] = await Promise.all([
    countHeard(scope, gateway.id, now),
    listUnknownCodes(scope, now, gateway.id),
  ]);
  return (
    <>
      <Section title={gateway.name} {...(gateway.kannel ? {} : { intro: t("gateways.heardOnly") })}>
        {gateway.kind === "kannel" ? (
          <ActionForm action={saveGateway.bind(null, gateway.id)} className="grid max-w-lg gap-4">
            <KannelFields t={t} gateway={gateway} />
            <GatewayButtons t={t} save={t("common.save")} />
          </ActionForm>
        ) : (
          <HeardForm t={t} kind={gateway.kind} gateway={gateway} />
        )}
      </Section>
      {gateway.kannel && (
        <Section title={t("gateways.switchTitle")}>
          <ActionForm action={switchByForm.bind(null, gateway.id, !gateway.enabled)}>
            <p className="mb-3">{t(gateway.enabled ? "gateways.switchedOn" : "gateways.switchedOff")}</p>
            <button type="submit" className="button">
              {t(gateway.enabled ? "gateways.turnOff" : "gateways.turnOn")}
            </button>
          </ActionForm>
        </Section>
      )}
      <Provider t={t} formats={formats} gateway={gateway} heard={heard} words={wordsOfAccount(scope.account)} />
      <UnknownCodes t={t} formats={formats} codes={unknown} />
      <ErrorCodes t={t} gateway={gateway} />
    </>
  );
}
