import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { FAILED } from "@/lib/messages/status";
import { MESSAGES } from "../../../monitoring/messages/question";
import { messagesOf } from "../../question";
import type { Given } from "./given";

/** A new group of those to whom the same happened: the next sending, better. By reason: the list of failures leads on. */
export function NewGroup({ t, formats, campaign, day }: Given) {
  const { id, delivered, failed, clicked } = campaign;
  // A message may be clicked that no receipt confirmed: how many delivered ones were not, the next page counts.
  const all: { label: string; count: number | null; filter: Record<string, string | string[]> }[] = [
    { label: t("campaigns.groupFailed"), count: failed, filter: { status: [...FAILED] } },
    { label: t("campaigns.groupDelivered"), count: delivered, filter: { status: "delivered" } },
    { label: t("campaigns.groupClicked"), count: clicked, filter: { clicked: "person" } },
    {
      label: t("campaigns.groupNotClicked"),
      count: delivered > 0 ? null : 0,
      filter: { status: "delivered", clicked: "nobody" },
    },
  ];
  const outcomes = all.filter(({ count }) => count !== 0);
  if (outcomes.length === 0) return null;
  return (
    <div className="print:hidden">
      <Section title={t("campaigns.newGroup")} intro={t("campaigns.newGroupIntro")}>
        <ul className="grid gap-1.5">
          {outcomes.map(({ label, count, filter }) => (
            <li key={label} className="flex items-baseline justify-between gap-3">
              <Go href={`${MESSAGES}/group?${messagesOf({ id, day }, filter)}`}>{label}</Go>
              {count !== null && <span className="text-soft">{formats.integer(count)}</span>}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
