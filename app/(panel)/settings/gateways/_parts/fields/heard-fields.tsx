import { FormField, FormSelect } from "@/app/_ui/form-field";
import type { ReceivedKind } from "@/lib/gateways/receivers";
import { SIGNATURE_METHODS } from "@/lib/gateways/vonage/config";
import { GenericFields } from "./generic-fields";
import { type FieldsOf, keptText, SecretField, ZoneField } from "./setting";

/** The settings of a gateway that we only hear, by its kind. */
export function HeardFields({
  kind,
  zones,
  ...given
}: FieldsOf & { kind: Exclude<ReceivedKind, "kannel">; zones: readonly string[] }) {
  const { t, gateway } = given;
  return (
    <>
      <FormField name="name" label={t("gateways.name")} value={gateway?.name ?? t(`kind.${kind}`)} max={80} />
      {kind === "twilio" && (
        <SecretField {...given} path="authToken" label={t("heard.authToken")} hint={t("heard.authTokenHint")} />
      )}
      {(kind === "labsmobile" || kind === "jasmin" || kind === "twilio") && <ZoneField {...given} zones={zones} />}
      {kind === "infobip" && (
        <>
          <FormField
            name="basic.username"
            label={`${t("gateways.username")} (${t("common.optional")})`}
            hint={t("heard.basicHint")}
            value={keptText(given, "basic.username")}
            max={200}
          />
          <SecretField {...given} path="basic.password" label={`${t("gateways.password")} (${t("common.optional")})`} />
        </>
      )}
      {kind === "vonage" && (
        <>
          <FormSelect
            name="signature.method"
            label={t("heard.signature")}
            hint={t("heard.signatureHint")}
            value={keptText(given, "signature.method")}
            options={[
              { value: "", label: t("heard.unsigned") },
              ...SIGNATURE_METHODS.map((method) => ({ value: method, label: t(`heard.method-${method}`) })),
            ]}
          />
          <SecretField {...given} path="signature.secret" label={t("heard.signatureSecret")} />
        </>
      )}
      {kind === "generic" && <GenericFields {...given} zones={zones} />}
    </>
  );
}
