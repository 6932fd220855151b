import { ActionForm } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/section";
import type { GatewayView } from "@/lib/gateways/queries";
import type { Route } from "@/lib/gateways/routes";
import type { Texts } from "@/lib/texts";
import { saveRoutes } from "../actions";
import { RouteRow } from "./route-row";

const EMPTY_ROWS = 3;

/** Which numbers go out where: rows to fill, some of them empty for more. */
export function Routes({
  t,
  gateways,
  routes,
}: {
  t: Texts;
  gateways: readonly GatewayView[];
  routes: readonly Route[];
}) {
  const first = gateways.find(({ enabled }) => enabled) ?? gateways[0]!;
  const empty = Array.from({ length: EMPTY_ROWS }, () => ({ prefix: "", gatewayId: first.id }));
  const options = gateways.map(({ id, name, enabled }) => ({
    value: String(id),
    label: enabled ? name : t("routes.off", { name }),
  }));
  return (
    <Section title={t("routes.title")} intro={t("routes.intro", { name: first.name })}>
      <ActionForm action={saveRoutes} className="grid gap-3" label={t("routes.title")}>
        {/* The key: what was saved comes into rows of its own. */}
        <div key={JSON.stringify(routes)} className="grid max-w-lg grid-cols-[8rem_1fr] gap-x-3 gap-y-2">
          <span className="field-label">{t("routes.prefix")}</span>
          <span className="field-label">{t("routes.gateway")}</span>
          {[...routes, ...empty].map(({ prefix, gatewayId }, row) => (
            <RouteRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
              key={row}
              row={row}
              prefix={prefix}
              gateway={String(gatewayId)}
              gateways={options}
              labels={{
                prefix: t("routes.prefixOf", { number: row + 1 }),
                gateway: t("routes.gatewayOf", { number: row + 1 }),
              }}
            />
          ))}
        </div>
        <div>
          <button type="submit" className="button button-primary">
            {t("routes.save")}
          </button>
        </div>
      </ActionForm>
    </Section>
  );
}
