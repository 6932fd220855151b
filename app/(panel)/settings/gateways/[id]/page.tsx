import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { CopyField } from "@/app/_ui/copy-field";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { findGateway } from "@/lib/gateways/queries";
import { publicUrl } from "@/lib/public-url";
import { pageTexts } from "@/lib/texts";
import { ErrorCodes } from "../_parts/error-codes";
import { GatewayButtons } from "../_parts/gateway-buttons";
import { KannelFields } from "../_parts/kannel-fields";
import { saveGateway, switchByForm } from "../actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.gateways") };
}

export default async function GatewayPage({ params }: Props) {
  const scope = await pageScopeWith("manage");
  const { id } = await params;
  const gateway = /^\d{1,9}$/.test(id) ? await findGateway(scope, Number(id)) : null;
  if (!gateway || gateway.kind === "simulator") notFound();
  const sends = gateway.kannel !== null;
  const t = pageTexts(scope);
  return (
    <>
      {sends ? (
        <Section title={gateway.name}>
          <ActionForm action={saveGateway.bind(null, gateway.id)} className="grid max-w-lg gap-4">
            <KannelFields t={t} gateway={gateway} />
            <GatewayButtons t={t} save={t("common.save")} />
          </ActionForm>
        </Section>
      ) : (
        <Section title={gateway.name}>{t("gateways.heardOnly")}</Section>
      )}
      {sends && (
        <Section title={t("gateways.switchTitle")}>
          <ActionForm action={switchByForm.bind(null, gateway.id, !gateway.enabled)}>
            <p className="mb-3">{t(gateway.enabled ? "gateways.switchedOn" : "gateways.switchedOff")}</p>
            <button type="submit" className="button">
              {t(gateway.enabled ? "gateways.turnOff" : "gateways.turnOn")}
            </button>
          </ActionForm>
        </Section>
      )}
      <Section title={t("gateways.receiptsTitle")}>
        <CopyField
          label={t("gateways.receipts")}
          hint={t(sends ? "gateways.receiptsIntro" : "gateways.heardReceipts")}
          value={publicUrl(gateway.receiptPath)}
          texts={{ copy: t("common.copy"), copied: t("common.copied") }}
          labelled
        />
      </Section>
      <ErrorCodes t={t} gateway={gateway} />
    </>
  );
}
