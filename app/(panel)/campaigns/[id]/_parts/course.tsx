import { Section } from "@/app/_ui/section";
import type { Campaign, CurvePoint } from "@/lib/campaigns/detail";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** How long ago in words: minutes, hours, from two days on days. */
export const spanOf = (t: Texts, hours: number): string => {
  if (hours < 1) return t("campaigns.minutes", { minutes: hours * 60 });
  return hours < 48 ? t("campaigns.hours", { hours }) : t("campaigns.days", { days: hours / 24 });
};

/** How deliveries and clicks came in after the sending: bars beside their figures. */
export function Course({
  t,
  formats,
  curve,
  of: { recipients },
}: {
  t: Texts;
  formats: Formats;
  curve: readonly CurvePoint[];
  of: Campaign;
}) {
  if (curve.length === 0)
    return (
      <Section title={t("campaigns.course")}>
        <p className="text-soft">{t("campaigns.courseEmpty")}</p>
      </Section>
    );
  const cell = (count: number, status: "delivered" | "sent") => (
    <td className="course-cell">
      <span
        className="course-bar"
        data-status={status}
        style={{ width: `${(100 * count) / recipients}%` }}
        aria-hidden="true"
      />
      <span>{formats.integer(count)}</span>
      <span className="text-soft">{formats.percent(count, recipients)}</span>
    </td>
  );
  return (
    <Section title={t("campaigns.course")} intro={t("campaigns.courseIntro")}>
      <table className="course">
        <thead>
          <tr>
            <th scope="col">{t("campaigns.within")}</th>
            <th scope="col">{t("campaigns.delivered")}</th>
            <th scope="col">{t("campaigns.clicked")}</th>
          </tr>
        </thead>
        <tbody>
          {curve.map(({ hours, delivered, clicked }) => (
            <tr key={hours}>
              <th scope="row">{spanOf(t, hours)}</th>
              {cell(delivered, "delivered")}
              {cell(clicked, "sent")}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
