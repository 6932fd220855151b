import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { Instant } from "@/app/_ui/instant";
import { LongText } from "@/app/_ui/long-text";
import { Row } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { Scheduled } from "@/lib/ingest/scheduled-sendings";
import type { Texts } from "@/lib/texts";
import { cancelByForm, sendByForm } from "../actions";

/** A sending that waits: when it goes, to how many, what it says, who scheduled it; and the ways to change one's mind. */
export function ScheduledRow({
  t,
  formats,
  sending: { id, subid, dueAt, messages, createdAt, label, sender, text, by },
  maySend,
}: {
  t: Texts;
  formats: Formats;
  sending: Scheduled;
  maySend: boolean;
}) {
  const told = [t("scheduled.messages", { count: messages }), sender, label, t("scheduled.subid", { subid })];
  return (
    <Row
      told={
        <>
          <span className="font-medium">
            <Instant at={dueAt} formats={formats} />
          </span>
          <span className="ml-3 text-soft">{told.filter(Boolean).join(" · ")}</span>
          <span className="mt-1 block">
            <LongText text={text} />
          </span>
          <span className="mt-1 block text-xs text-soft">
            {by ? t("scheduled.by", { name: by }) : t("scheduled.byNobody")}{" "}
            <Instant at={createdAt} formats={formats} />
          </span>
        </>
      }
    >
      {maySend && (
        <>
          <Confirm harmless label={t("scheduled.sendNow")} text={t("scheduled.sendSure", { count: messages })}>
            <ActionForm action={sendByForm.bind(null, id)}>
              <button type="submit" className="button button-primary">
                {t("scheduled.sendYes")}
              </button>
            </ActionForm>
          </Confirm>
          <Confirm label={t("scheduled.cancel")} text={t("scheduled.cancelSure")}>
            <ActionForm action={cancelByForm.bind(null, id)}>
              <button type="submit" className="button button-danger">
                {t("scheduled.cancelYes")}
              </button>
            </ActionForm>
          </Confirm>
        </>
      )}
    </Row>
  );
}
