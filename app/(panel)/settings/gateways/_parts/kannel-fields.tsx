import { FormField } from "@/app/_ui/form-field";
import type { GatewayView } from "@/lib/gateways/queries";
import type { Texts } from "@/lib/texts";

/** How a Kannel is reached; empty for a new one. A kept password is never shown. */
export function KannelFields({ t, gateway }: { t: Texts; gateway: GatewayView | null }) {
  const kannel = gateway?.kannel;
  return (
    <>
      <FormField name="name" label={t("gateways.name")} value={gateway?.name ?? "Kannel"} max={80} />
      <FormField
        name="url"
        label={t("gateways.url")}
        hint={t("gateways.urlHint")}
        value={kannel?.url ?? ""}
        type="url"
        max={500}
      />
      <FormField name="username" label={t("gateways.username")} value={kannel?.username ?? ""} max={100} />
      <FormField
        name="password"
        label={t("gateways.password")}
        {...(gateway ? { hint: t("gateways.passwordKept") } : {})}
        type="password"
        autoComplete="new-password"
      />
      <FormField
        name="smscId"
        label={`${t("gateways.smscId")} (${t("common.optional")})`}
        hint={t("gateways.smscHint")}
        value={kannel?.smscId ?? ""}
        max={100}
      />
      <FormField
        name="perSecond"
        label={`${t("gateways.perSecond")} (${t("common.optional")})`}
        hint={t("gateways.perSecondHint")}
        value={gateway?.perSecond == null ? "" : String(gateway.perSecond)}
        inputMode="numeric"
        max={4}
      />
    </>
  );
}
