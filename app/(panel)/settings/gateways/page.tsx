import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Live } from "@/app/_ui/live";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { formatsOf } from "@/lib/format";
import { listGateways } from "@/lib/gateways/queries";
import { listRoutes } from "@/lib/gateways/routes";
import { gatewayStates } from "@/lib/gateways/state";
import { listUnknownCodes } from "@/lib/gateways/unknown-codes";
import { countOrphans } from "@/lib/orphans/queries";
import { pageTexts } from "@/lib/texts";
import { GatewayFigures } from "./_parts/gateway-figures";
import { GatewayRow } from "./_parts/gateway-row";
import { Routes } from "./_parts/routes";
import { UnknownCodes } from "./_parts/unknown-codes";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("settings.gateways") };
}

/** Every gateway at a glance: what it is for, how it does just now, and which numbers go to it. */
export default async function GatewaysPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope, now);
  const [all, states, routes, codes, orphans] = await Promise.all([
    listGateways(scope),
    gatewayStates(scope, now),
    listRoutes(scope),
    listUnknownCodes(scope, now),
    countOrphans(scope),
  ]);
  const orphaned = orphans.reduce((sum, { count }) => sum + count, 0);
  const real = all.filter(({ kind }) => kind !== "simulator");
  const simulator = all.find(({ kind }) => kind === "simulator");
  const sending = real.filter(({ kannel }) => kannel !== null);
  const first = sending.find(({ enabled }) => enabled)?.id;
  const simulated = first === undefined;
  const routed = new Set(routes.map(({ gatewayId }) => gatewayId));
  const simulatorState = simulator && states.get(simulator.id);
  const waiting = [...states.values()].reduce((sum, state) => sum + state.waiting.messages, 0);
  return (
    <>
      <Section title={t("gateways.title")} intro={t("gateways.intro")}>
        <div className="mb-2 flex justify-end print:hidden">
          <Live
            live={all.length > 0}
            asOf={t("live.asOf", { time: formats.clock(now) })}
            told={t("gatewayState.told", { count: waiting, shown: formats.integer(waiting) })}
            texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
          />
        </div>
        <Rows>
          {real.map((gateway) => (
            <GatewayRow
              key={gateway.id}
              {...{ t, formats, now, gateway }}
              role={gateway.id === first ? "first" : routed.has(gateway.id) ? "routed" : "waiting"}
              state={states.get(gateway.id)}
              elsewhere={first !== undefined}
            />
          ))}
          {(simulated || simulator) && (
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
                  {simulatorState && <GatewayFigures {...{ t, formats, now }} state={simulatorState} />}
                </>
              }
            >
              <Go href="/settings/gateways/simulator" className="button" aria-label={t("simulator.settings")}>
                {t("common.edit")}
              </Go>
            </Row>
          )}
        </Rows>
        <p className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
          <Go href="/settings/gateways/new" className="button button-primary">
            {t("gateways.add")}
          </Go>
          {orphaned > 0 && (
            <Go href="/monitoring/orphans">
              {t("provider.waiting", { count: orphaned, shown: formats.integer(orphaned) })}
            </Go>
          )}
        </p>
      </Section>
      {(sending.length > 1 || routes.length > 0) && sending.length > 0 && (
        <Routes t={t} gateways={sending} routes={routes} />
      )}
      <UnknownCodes t={t} formats={formats} codes={codes} ofAll />
    </>
  );
}
