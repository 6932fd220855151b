import { ActionForm } from "@/app/_ui/action-form";
import { Row, Rows } from "@/app/_ui/rows";
import type { Formats } from "@/lib/format";
import type { PastClear } from "@/lib/groups/clear";
import type { Texts } from "@/lib/texts";
import { undoByForm } from "../actions";

/** What was cleaned before, by whom and by which rules; the way back while there is one. */
export function Past({
  t,
  formats,
  past,
  manages,
}: {
  t: Texts;
  formats: Formats;
  past: readonly PastClear[];
  manages: boolean;
}) {
  if (past.length === 0) return <p className="text-soft">{t("clear.pastNone")}</p>;
  return (
    <Rows>
      {past.map(({ id, at, removed, kept, rules, person, undoneAt, undoable, byReason }) => (
        <Row
          key={id}
          told={
            <>
              <span className="font-medium">
                {t("clear.pastTold", {
                  removed,
                  removedShown: formats.integer(removed),
                  keptShown: formats.integer(kept),
                })}
              </span>
              {byReason.length > 0 && (
                <span className="block text-soft">
                  {byReason
                    .map(({ reason, members }) => `${t(`leaving.${reason}`)} ${formats.integer(members)}`)
                    .join(" · ")}
                </span>
              )}
              <span className="block text-xs text-soft">
                {t("clear.by", { time: formats.time(at), person: person ?? t("clear.nobody") })} ·{" "}
                {t(rules.row === rules.last ? "clear.ruleRow" : "clear.ruleOf", { row: rules.row, last: rules.last })},{" "}
                {t("clear.daysOf", { days: rules.days })}
              </span>
            </>
          }
        >
          {undoneAt && <span className="text-soft">{t("clear.undone", { time: formats.time(undoneAt) })}</span>}
          {!undoneAt && !undoable && <span className="text-soft">{t("clear.tooLate")}</span>}
          {undoable && manages && (
            <ActionForm action={undoByForm.bind(null, id)}>
              <button type="submit" className="button">
                {t("clear.undo")}
              </button>
            </ActionForm>
          )}
        </Row>
      ))}
    </Rows>
  );
}
