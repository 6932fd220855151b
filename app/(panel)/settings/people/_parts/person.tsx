import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormSelect } from "@/app/_ui/form-field";
import { Row } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import type { PersonRow } from "@/lib/users/queries";
import { changeRoleByForm, removeByForm } from "../actions";

export function Person({
  t,
  formats,
  person: { id, name, email, role, lastSignInAt },
  isYou,
  roles,
}: {
  t: Texts;
  formats: Formats;
  person: PersonRow;
  isYou: boolean;
  roles: readonly { value: string; label: string }[];
}) {
  return (
    <Row
      told={
        <>
          <span className="font-medium">{name}</span> {isYou && <span className="text-soft">({t("people.you")})</span>}
          <span className="block break-all text-soft">{email}</span>
          <span className="block text-xs text-soft">
            {lastSignInAt ? t("people.lastSignIn", { time: formats.time(lastSignInAt) }) : t("people.never")}
          </span>
        </>
      }
    >
      <ActionForm action={changeRoleByForm.bind(null, id)}>
        <div className="flex gap-2">
          <FormSelect name="role" label={t("people.roleOf", { name })} hideLabel value={role} options={roles} />
          <button type="submit" className="button">
            {t("people.changeRole")}
          </button>
        </div>
      </ActionForm>
      <Confirm label={t("people.remove")} text={t("people.removeSure", { name })}>
        <ActionForm action={removeByForm.bind(null, id)}>
          <button type="submit" className="button button-danger">
            {t("people.removeYes", { name })}
          </button>
        </ActionForm>
      </Confirm>
    </Row>
  );
}
