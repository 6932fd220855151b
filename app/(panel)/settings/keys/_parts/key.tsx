import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField } from "@/app/_ui/form-field";
import { Row } from "@/app/_ui/rows";
import type { ApiKey } from "@/lib/auth/api-key";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { limitKeyByForm, revokeKeyByForm } from "../actions";

export function Key({
  t,
  formats,
  usual,
  apiKey: { id, name, prefix, scopes, perMinute, createdAt, lastUsedAt, revokedAt },
}: {
  t: Texts;
  formats: Formats;
  /** The bound of a key that has none of its own. */
  usual: number;
  apiKey: ApiKey;
}) {
  const used = lastUsedAt ? t("keys.used", { time: formats.time(lastUsedAt) }) : t("keys.unused");
  const life = revokedAt ? t("keys.revoked", { time: formats.time(revokedAt) }) : used;
  const bound = perMinute ?? usual;
  return (
    <Row
      told={
        <>
          <span className="font-medium">{name}</span> <code className="text-soft">{prefix}…</code>
          <span className="block text-soft">{scopes.map((each) => t(`keyScope.${each}`)).join(", ")}</span>
          <span className="block text-soft">
            {bound === 0 ? t("keys.unbound") : t("keys.bound", { count: formats.integer(bound) })}
          </span>
          <span className="block text-xs text-soft">
            {t("keys.createdOn", { time: formats.time(createdAt) })} · {life}
          </span>
        </>
      }
    >
      {!revokedAt && (
        <details className="open:basis-full">
          <summary className="button w-fit">{t("keys.limit")}</summary>
          <ActionForm
            action={limitKeyByForm.bind(null, id)}
            label={t("keys.limitOf", { name })}
            className="mt-2 flex max-w-md flex-wrap items-end gap-2"
          >
            <FormField
              name="perMinute"
              label={t("keys.perMinute")}
              value={perMinute === null ? "" : String(perMinute)}
              inputMode="numeric"
              max={7}
            />
            <button type="submit" className="button">
              {t("common.save")}
            </button>
          </ActionForm>
        </details>
      )}
      {!revokedAt && (
        <Confirm label={t("keys.revoke")} text={t("keys.revokeSure")}>
          <ActionForm action={revokeKeyByForm.bind(null, id)}>
            <button type="submit" className="button button-danger">
              {t("keys.revokeYes", { name })}
            </button>
          </ActionForm>
        </Confirm>
      )}
    </Row>
  );
}
