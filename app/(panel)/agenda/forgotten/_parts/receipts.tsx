import { Row, Rows } from "@/app/_ui/rows";
import { KINDS, type Removed } from "@/lib/forget/kinds";
import type { ForgottenRow } from "@/lib/forget/queries";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** "2 messages · 1 contacts": what there is, or was removed, of each kind. */
export const tellRemoved = (t: Texts, formats: Formats, removed: Removed): string =>
  KINDS.filter((kind) => removed[kind])
    .map((kind) => `${t(`forget.kind.${kind}`)}: ${formats.integer(removed[kind]!)}`)
    .join(" · ");

/** When, by whom, and how much of what; the number itself is known to nobody. */
export function Receipts({ t, formats, receipts }: { t: Texts; formats: Formats; receipts: readonly ForgottenRow[] }) {
  if (receipts.length === 0) return <p className="text-soft">{t("forget.none")}</p>;
  return (
    <Rows>
      {receipts.map(({ id, at, person, mark, removed, suppressed, finishedAt }) => (
        <Row
          key={id}
          told={
            <>
              <span className="font-medium">{t("forget.entry", { mark })}</span>
              <span className="block">{tellRemoved(t, formats, removed)}</span>
              <span className="block text-xs text-soft">
                {t("forget.by", { time: formats.time(at), person: person ?? t("forget.nobody") })}
              </span>
            </>
          }
        >
          {!finishedAt && <span className="font-medium text-bad">{t("forget.unfinished")}</span>}
          {suppressed && <span className="text-soft">{t("forget.kept")}</span>}
        </Row>
      ))}
    </Rows>
  );
}
