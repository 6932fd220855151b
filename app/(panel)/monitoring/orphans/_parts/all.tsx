import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import type { Formats } from "@/lib/format";
import type { OrphanQuery } from "@/lib/orphans/queries";
import type { Texts } from "@/lib/texts";
import { discardAllByForm, replayAllByForm } from "../actions";

/** What can be done with all that are shown, on every page of them. */
export function All({
  t,
  formats,
  query: { gatewayId = null },
  total,
  now,
}: {
  t: Texts;
  formats: Formats;
  query: { gatewayId?: number | null } & Omit<OrphanQuery, "gatewayId">;
  total: number;
  now: Date;
}) {
  const told = { count: total, shown: formats.integer(total) };
  return (
    <div className="flex flex-wrap items-start gap-3 print:hidden">
      <ActionForm action={replayAllByForm.bind(null, gatewayId)}>
        <button type="submit" className="button button-primary">
          {t("orphans.replayAll", told)}
        </button>
      </ActionForm>
      <Confirm label={t("orphans.discardAll")} text={t("orphans.discardAllSure", told)}>
        <ActionForm action={discardAllByForm.bind(null, gatewayId, now.getTime())}>
          <button type="submit" className="button button-danger">
            {t("orphans.discardAllYes", told)}
          </button>
        </ActionForm>
      </Confirm>
    </div>
  );
}
