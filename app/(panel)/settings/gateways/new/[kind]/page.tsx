import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { RECEIVED_KINDS } from "@/lib/gateways/receivers";
import { pageTexts } from "@/lib/texts";
import { GatewayButtons } from "../../_parts/gateway-buttons";
import { HeardForm } from "../../_parts/heard-form";
import { KannelFields } from "../../_parts/kannel-fields";
import { saveGateway } from "../../actions";

type Props = { params: Promise<{ kind: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("gateways.newTitle") };
}

export default async function NewGatewayOfKind({ params }: Props) {
  const t = pageTexts(await pageScopeWith("manage"));
  const { kind: asked } = await params;
  const kind = RECEIVED_KINDS.find((each) => each === asked) ?? notFound();
  return (
    <Section title={t("heard.newOf", { kind: t(`kind.${kind}`) })} intro={t(`kindTold.${kind}`)}>
      {kind === "kannel" ? (
        <ActionForm action={saveGateway.bind(null, null)} className="grid max-w-lg gap-4">
          <KannelFields t={t} gateway={null} />
          <GatewayButtons t={t} save={t("gateways.create")} />
        </ActionForm>
      ) : (
        <HeardForm t={t} kind={kind} gateway={null} />
      )}
    </Section>
  );
}
