import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { formatsOf } from "@/lib/format";
import { listGateways } from "@/lib/gateways/queries";
import { pageTexts } from "@/lib/texts";
import { GatewayRow } from "./_parts/gateway-row";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.gateways") };
}

export default async function GatewaysPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const all = await listGateways(scope);
  const real = all.filter(({ kind }) => kind !== "simulator");
  const sending = real.find(({ enabled, kannel }) => enabled && kannel)?.id;
  const simulated = sending === undefined;
  return (
    <Section title={t("gateways.title")} intro={t("gateways.intro")}>
      <Rows>
        {real.map((gateway) => (
          <GatewayRow key={gateway.id} t={t} formats={formats} gateway={gateway} sending={gateway.id === sending} />
        ))}
        {(simulated || real.length < all.length) && (
          <Row
            told={
              <>
                <span className="inline-flex items-center gap-1.5 font-medium">
                  <Icon name="test" />
                  {t("gateways.simulatorIn")}
                </span>
                <span className="block text-soft">
                  {t(simulated ? "gateways.simulatorActive" : "gateways.simulatorWaiting")}
                </span>
              </>
            }
          >
            <Go href="/settings/gateways/simulator" className="button" aria-label={t("simulator.settings")}>
              {t("common.edit")}
            </Go>
          </Row>
        )}
      </Rows>
      <p className="mt-4">
        <Go href="/settings/gateways/new" className="button button-primary">
          {t("gateways.add")}
        </Go>
      </p>
    </Section>
  );
}
