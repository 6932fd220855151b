import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { listGateways } from "@/lib/gateways/queries";
import { simulatorConfig } from "@/lib/gateways/simulator/network";
import { pageTexts } from "@/lib/texts";
import { saveSimulatorByForm } from "../heard-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("gateways.simulatorIn") };
}

/** The network inside Acuse that messages go to while no gateway is on. */
export default async function SimulatorPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const made = (await listGateways(scope)).find(({ kind }) => kind === "simulator");
  const { seed, speed, failures } = simulatorConfig.parse(made?.settings ?? {});
  return (
    <Section title={t("gateways.simulatorIn")} intro={t("simulator.intro")}>
      <ActionForm action={saveSimulatorByForm} className="grid max-w-lg gap-4">
        <FormField
          name="speed"
          label={t("simulator.speed")}
          hint={t("simulator.speedHint")}
          value={String(speed)}
          inputMode="decimal"
        />
        <FormField
          name="failures"
          label={t("simulator.failures")}
          hint={t("simulator.failuresHint")}
          value={String(failures)}
          inputMode="decimal"
        />
        <FormField name="seed" label={t("simulator.seed")} hint={t("simulator.seedHint")} value={seed} max={50} />
        <div>
          <button type="submit" className="button button-primary">
            {t("common.save")}
          </button>
        </div>
      </ActionForm>
    </Section>
  );
}
