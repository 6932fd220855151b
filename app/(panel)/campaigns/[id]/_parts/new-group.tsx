import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Part } from "@/lib/campaigns/detail";
import { type Outcome, ofReason } from "@/lib/campaigns/outcome";
import type { Reason } from "@/lib/messages/reasons";
import type { TextKey } from "@/lib/texts";
import { NEXT } from "../../_parts/ways";
import { groupByForm } from "../../actions";
import type { Given } from "./given";

/** Those to whom the same happened become a group here, or get the next text at once. */
export function NewGroup({
  t,
  formats,
  campaign,
  reasons,
  sends,
}: Given & { reasons: readonly Part[]; sends: boolean }) {
  const outcomes = outcomesOf(campaign, reasons);
  if (outcomes.length === 0) return null;
  const told = ({ outcome, count, reason }: (typeof outcomes)[number]) => {
    const words = reason
      ? t("campaigns.failedOf", { reason: t(`reason.${reason}` as TextKey) })
      : t(`happened.${outcome}` as TextKey);
    // A message may be clicked that no receipt confirmed: how many delivered ones were not, only the rows tell.
    return count === null ? words : `${words} (${formats.integer(count)})`;
  };
  return (
    <div id={NEXT} className="print:hidden">
      <Section title={t("campaigns.next")} intro={t("campaigns.nextIntro")}>
        <ActionForm action={groupByForm.bind(null, campaign.id)} className="grid gap-3" label={t("campaigns.newGroup")}>
          <FormSelect
            name="outcome"
            label={t("campaigns.towhom")}
            value={outcomes[0]!.outcome}
            options={outcomes.map((each) => ({ value: each.outcome, label: told(each) }))}
          />
          <FormField name="name" label={t("campaigns.groupName")} max={80} />
          <div>
            <button type="submit" className="button">
              {t("campaigns.groupCreate")}
            </button>
          </div>
        </ActionForm>
        {sends && (
          <>
            <h3 className="mt-5 font-semibold">{t("campaigns.sendAgain")}</h3>
            <ul className="mt-1 grid gap-1">
              {outcomes
                .filter(({ reason }) => !reason)
                .map((each) => (
                  <li key={each.outcome}>
                    <Go href={`/send?campaign=${campaign.id}&outcome=${each.outcome}`}>{told(each)}</Go>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Section>
    </div>
  );
}

/** What happened to somebody in this campaign; the count is null where it is not known here. */
function outcomesOf({ delivered, failed, clicked }: Given["campaign"], reasons: readonly Part[]) {
  const all: { outcome: Outcome; count: number | null; reason?: Reason }[] = [
    { outcome: "failed", count: failed },
    { outcome: "delivered", count: delivered },
    { outcome: "clicked", count: clicked },
    { outcome: "not-clicked", count: delivered > 0 ? null : 0 },
    ...reasons.flatMap(({ value, messages }) => {
      const reason = value as Reason | null;
      return reason === null || reason === "invalid_number"
        ? []
        : [{ outcome: ofReason(reason), count: messages, reason }];
    }),
  ];
  return all.filter(({ count }) => count !== 0);
}
