import { ActionForm } from "@/app/_ui/action-form";
import { Row } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import type { InvitationRow } from "@/lib/users/queries";
import { withdrawByForm } from "../actions";

export function Invitation({
  t,
  formats,
  invitation: { id, email, role, expiresAt },
  now,
}: {
  t: Texts;
  formats: Formats;
  invitation: InvitationRow;
  now: Date;
}) {
  const time = formats.time(expiresAt);
  return (
    <Row
      told={
        <>
          <span className="break-all">{email}</span>
          <span className="block text-xs text-soft">
            {t(`role.${role}`)} · {t(expiresAt > now ? "people.goodUntil" : "people.expired", { time })}
          </span>
        </>
      }
    >
      <ActionForm action={withdrawByForm.bind(null, id)} label={email}>
        <button type="submit" className="button">
          {t("people.withdraw")}
        </button>
      </ActionForm>
    </Row>
  );
}
