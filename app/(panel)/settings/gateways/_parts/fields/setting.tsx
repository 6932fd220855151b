import { FormField, FormSelect } from "@/app/_ui/form-field";
import type { GatewayView } from "@/lib/gateways/queries";
import { valueAt } from "@/lib/gateways/secrets";
import type { Texts } from "@/lib/texts";

/** What the fields of a kind of gateway are given; `gateway` null: a new one. */
export type FieldsOf = { t: Texts; gateway: GatewayView | null };

/** What is kept at `signature.method`, as text. */
export const keptText = ({ gateway }: FieldsOf, path: string): string =>
  String((gateway && valueAt(gateway.settings, path)) ?? "");

/** A password or token: never shown, kept where it is left empty. */
export function SecretField({
  t,
  gateway,
  path,
  label,
  hint,
}: FieldsOf & { path: string; label: string; hint?: string }) {
  const kept = gateway?.kept.includes(path) ? t("gateways.passwordKept") : undefined;
  const told = [hint, kept].filter(Boolean).join(" ");
  return (
    <FormField
      name={path}
      label={label}
      {...(told ? { hint: told } : {})}
      type="password"
      autoComplete="new-password"
    />
  );
}

/** Whose local time the gateway writes, where it does not say. */
export function ZoneField(given: FieldsOf & { zones: readonly string[] }) {
  const { t, zones } = given;
  const kept = keptText(given, "zone");
  const all = kept && !zones.includes(kept) ? [kept, ...zones] : zones;
  return (
    <FormSelect
      name="zone"
      label={t("heard.zone")}
      hint={t("heard.zoneHint")}
      value={kept}
      options={[{ value: "", label: t("heard.zoneNone") }, ...all.map((zone) => ({ value: zone, label: zone }))]}
    />
  );
}
