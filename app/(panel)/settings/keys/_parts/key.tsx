import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { Row } from "@/app/_ui/rows";
import type { ApiKey } from "@/lib/auth/api-key";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { revokeKeyByForm } from "../actions";

export function Key({
  t,
  formats,
  apiKey: { id, name, prefix, scopes, createdAt, lastUsedAt, revokedAt },
}: {
  t: Texts;
  formats: Formats;
  apiKey: ApiKey;
}) {
  const used = lastUsedAt ? t("keys.used", { time: formats.time(lastUsedAt) }) : t("keys.unused");
  const life = revokedAt ? t("keys.revoked", { time: formats.time(revokedAt) }) : used;
  return (
    <Row
      told={
        <>
          <span className="font-medium">{name}</span> <code className="text-soft">{prefix}…</code>
          <span className="block text-soft">{scopes.map((each) => t(`keyScope.${each}`)).join(", ")}</span>
          <span className="block text-xs text-soft">
            {t("keys.createdOn", { time: formats.time(createdAt) })} · {life}
          </span>
        </>
      }
    >
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
