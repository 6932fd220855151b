import { Go } from "@/app/_ui/go";
import { StatusWord } from "@/app/_ui/status";
import { STATUSES } from "@/lib/messages/status";
import { MESSAGES } from "../../../monitoring/messages/question";
import { percentOf, Rate } from "../../_parts/rate";
import { messagesOf } from "../../question";
import type { Given } from "./given";

/** The figures that matter, and each status as a link to exactly its messages. */
export function Headline({ t, formats, campaign, day }: Given) {
  const { deliveredRate, clickRate, delivered, failed, pending, recipients, credits } = campaign;
  const outcomes = delivered + failed;
  const figures = [
    { label: t("campaigns.recipientsWord"), figure: formats.integer(recipients) },
    {
      label: t("campaigns.deliveredRate"),
      figure: deliveredRate === null ? "–" : <Rate t={t} formats={formats} percent={deliveredRate} />,
      note: t("campaigns.ofOutcomes", { count: formats.integer(outcomes) }),
    },
    {
      label: t("campaigns.clickRate"),
      figure: clickRate === null ? "–" : percentOf(formats, clickRate),
      note: t("campaigns.ofDelivered", { count: formats.integer(delivered) }),
    },
    { label: t("campaigns.pending"), figure: formats.integer(pending) },
    { label: t("campaigns.credits"), figure: formats.decimal(credits) },
  ];
  const counts = { ...campaign, "non-deliverable": campaign.nonDeliverable };
  const statuses = STATUSES.filter((status) => counts[status] > 0);
  return (
    <section aria-label={t("campaigns.byStatus")} className="mt-5">
      <dl className="campaign-figures">
        {figures.map(({ label, figure, note }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {figure}
              {note && <span className="campaign-note">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <div className="share-bar mt-4" aria-hidden="true">
        {statuses.map((status) => (
          <span key={status} data-status={status} style={{ flexGrow: counts[status] }} />
        ))}
      </div>
      <ul aria-label={t("campaigns.byStatus")} className="flex flex-wrap gap-1.5 print:gap-4">
        {statuses.map((status) => (
          <li key={status}>
            <Go
              className="chip"
              data-status={status}
              href={`${MESSAGES}?${messagesOf({ id: campaign.id, day }, { status })}`}
              title={t(`statusMeaning.${status}`)}
            >
              <StatusWord status={status}>{t(`status.${status}`)}</StatusWord>
              <b className="font-semibold">{formats.integer(counts[status])}</b>
              <span className="text-xs text-soft max-sm:hidden">{formats.percent(counts[status], recipients)}</span>
            </Go>
          </li>
        ))}
      </ul>
    </section>
  );
}
