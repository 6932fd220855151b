import { ActionForm } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { putBackByForm } from "../actions";
import type { Raw } from "../question";

/** What was just taken off, with the way back. */
export function Removed({ t, raw, back }: { t: Texts; raw: Raw; back: string }) {
  const removed = [raw.removed].flat()[0];
  if (!removed || !/^\d{4,15}$/.test(removed)) return null;
  return (
    <section role="status" className="note note-good items-center">
      <Icon name="delivered" className="size-4" />
      <p className="min-w-0 grow">{t("blacklist.removed", { number: formatNumber(removed) })}</p>
      <ActionForm action={putBackByForm.bind(null, removed, back)}>
        <button type="submit" className="button">
          {t("blacklist.putBack")}
        </button>
      </ActionForm>
    </section>
  );
}
