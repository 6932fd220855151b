import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { pageTexts } from "@/lib/texts";
import { GatewayButtons } from "../_parts/gateway-buttons";
import { KannelFields } from "../_parts/kannel-fields";
import { saveGateway } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("gateways.newTitle") };
}

export default async function NewGatewayPage() {
  const t = pageTexts(await pageScopeWith("manage"));
  return (
    <Section title={t("gateways.newTitle")}>
      <ActionForm action={saveGateway.bind(null, null)} className="grid max-w-lg gap-4">
        <KannelFields t={t} gateway={null} />
        <GatewayButtons t={t} save={t("gateways.create")} />
      </ActionForm>
    </Section>
  );
}
