import { OUTCOMES, ofReason } from "@/lib/campaigns/outcome";
import { REASONS, type Reason } from "@/lib/messages/reasons";
import type { TextKey, Texts } from "@/lib/texts";

/**
 * What may have happened to a recipient of a campaign, for a select.
 * @param told how each is called, with how many they were where that is known; null: it is not offered.
 */
export function OutcomeOptions({
  t,
  reasons = REASONS,
  told = (_, label) => label,
}: {
  t: Texts;
  reasons?: readonly Reason[];
  told?: (outcome: string, label: string) => string | null;
}) {
  const option = (outcome: string, label: string) => {
    const words = told(outcome, label);
    return (
      words !== null && (
        <option key={outcome} value={outcome}>
          {words}
        </option>
      )
    );
  };
  return (
    <>
      {OUTCOMES.map((outcome) => option(outcome, t(`happened.${outcome}`)))}
      {reasons.length > 0 && (
        <optgroup label={t("happened.byReason")}>
          {reasons.map((reason) => option(ofReason(reason), t(`reason.${reason}` as TextKey)))}
        </optgroup>
      )}
    </>
  );
}
