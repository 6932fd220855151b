import { ChartFigure } from "@/app/_ui/chart/chart-figure";
import { Section } from "@/app/_ui/section";
import type { Campaign, CurvePoint } from "@/lib/campaigns/detail";
import type { TimeChart } from "@/lib/dataset/chart";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** How long ago in words: minutes, hours, from two days on days. */
export const spanOf = (t: Texts, hours: number): string => {
  if (hours < 1) return t("campaigns.minutes", { minutes: hours * 60 });
  return hours < 48 ? t("campaigns.hours", { hours }) : t("campaigns.days", { days: hours / 24 });
};

/** How deliveries and clicks came in after the sending: a chart, and the table of the same figures. */
export function Course({
  t,
  formats,
  tag,
  curve,
  of: { recipients },
}: {
  t: Texts;
  formats: Formats;
  /** Of number formats. */
  tag: string;
  curve: readonly CurvePoint[];
  of: Campaign;
}) {
  if (curve.length === 0)
    return (
      <Section title={t("campaigns.course")}>
        <p className="text-soft">{t("campaigns.courseEmpty")}</p>
      </Section>
    );
  const chart: TimeChart = {
    ...{ kind: "line", title: t("campaigns.course"), unit: t("campaigns.messages"), valueKind: "integer" },
    labels: curve.map(({ hours }) => spanOf(t, hours)),
    series: [
      {
        ...{ key: "delivered", label: t("campaigns.delivered"), color: "delivered", pattern: "solid" },
        values: curve.map(({ delivered }) => delivered),
      },
      {
        ...{ key: "clicked", label: t("campaigns.clicked"), color: "sent", pattern: "rising" },
        values: curve.map(({ clicked }) => clicked),
      },
    ],
  };
  const cells = (count: number) => (
    <>
      <td className="number">{formats.integer(count)}</td>
      <td className="number w-20 text-soft">{formats.percent(count, recipients)}</td>
    </>
  );
  return (
    <Section title={t("campaigns.course")} intro={t("campaigns.courseIntro")}>
      <noscript>
        <style>{".chart { display: none }"}</style>
      </noscript>
      {curve.length > 1 && (
        <ChartFigure
          chart={chart}
          tag={tag}
          texts={{ help: t("statistics.chartHelp"), point: t.raw("statistics.point") }}
        />
      )}
      <table className="course mt-4">
        <thead>
          <tr>
            <th scope="col">{t("campaigns.within")}</th>
            <th scope="col" colSpan={2} className="number">
              {t("campaigns.delivered")}
            </th>
            <th scope="col" colSpan={2} className="number">
              {t("campaigns.clicked")}
            </th>
          </tr>
        </thead>
        <tbody>
          {curve.map(({ hours, delivered, clicked }) => (
            <tr key={hours}>
              <th scope="row">{spanOf(t, hours)}</th>
              {cells(delivered)}
              {cells(clicked)}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
