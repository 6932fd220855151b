import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Part } from "@/lib/campaigns/detail";
import type { TextKey } from "@/lib/texts";
import { MESSAGES } from "../../../monitoring/messages/question";
import { percentOf, Rate } from "../../_parts/rate";
import { messagesOf } from "../../question";
import type { Given } from "./given";

/** What a campaign failed of, or whose network it went through; each a link to exactly its messages. */
export function Parts({
  t,
  formats,
  campaign,
  day,
  title,
  head,
  parts,
  empty,
  by,
}: Given & { title: string; head: string; parts: readonly Part[]; empty: string; by: "reason" | "operator" }) {
  if (parts.length === 0)
    return empty === "" ? null : (
      <Section title={title}>
        <p className="text-soft">{empty}</p>
      </Section>
    );
  const named = (value: string) => (by === "reason" ? t(`reason.${value}` as TextKey) : value);
  const none = t(by === "reason" ? "campaigns.reasonNone" : "campaigns.operatorNone");
  return (
    <Section title={title}>
      <table className="course">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="number">
              {t("campaigns.messages")}
            </th>
            <th scope="col" className="number">
              {t(by === "reason" ? "campaigns.failed" : "campaigns.deliveredRate")}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ value, messages, delivered, failed }) => (
            <tr key={value ?? ""}>
              <th scope="row" className="wrap-anywhere">
                {value === null ? (
                  none
                ) : (
                  <Go href={`${MESSAGES}?${messagesOf({ id: campaign.id, day }, { [by]: value })}`}>{named(value)}</Go>
                )}
              </th>
              <td className="number">{formats.integer(messages)}</td>
              <td className="number">
                {by === "reason" ? (
                  percentOf(formats, (100 * messages) / Math.max(1, campaign.failed))
                ) : delivered + failed === 0 ? (
                  "–"
                ) : (
                  <Rate t={t} formats={formats} percent={(100 * delivered) / (delivered + failed)} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
