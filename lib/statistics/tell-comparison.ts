import { NOTHING } from "./cells";
import type { SeriesPoint } from "./figures";
import type { Section } from "./report";
import { rowsOfStep } from "./rows-of";
import { stepLabel } from "./step-label";
import { areCutAlike } from "./steps";
import { sumOf } from "./sums";
import type { Telling } from "./tell-messages";

/** Messages step by step beside the period before, the first with the first; not where the two are cut at other places. */
export function tellComparison(telling: Telling): Section[] | null {
  const { t, formats, cells, to, query, step, steps, figures, previous } = telling;
  if (!previous || !areCutAlike(step, steps, previous.steps)) return null;
  const amountsOf = (series: readonly SeriesPoint[], names: readonly { at: string }[]) => {
    const points = new Map(series.map(({ at, byStatus }) => [at, sumOf(byStatus).messages]));
    return names.map(({ at }) => points.get(at) ?? 0);
  };
  const now = amountsOf(figures.series, steps);
  const before = amountsOf(previous.series, previous.steps);
  const labels = steps.map((each) => stepLabel(formats, step, query.period, each));
  const title = t("statistics.comparison");
  return [
    {
      key: "comparison",
      title,
      intro: t("statistics.comparisonIntro", { period: previous.period }),
      chart: {
        ...{ kind: "line", title, unit: t("statistics.unitMessages"), valueKind: "integer", labels },
        series: [
          { key: "now", label: t("statistics.now"), color: "accent", pattern: "solid", values: now },
          {
            ...{ key: "before", label: t("statistics.before"), color: "soft", pattern: "dotted" },
            values: steps.map((_, index) => before[index] ?? null),
          },
        ],
      },
      table: {
        columns: [
          { key: "at", label: t(`by.${step}`), kind: "text" },
          { key: "now", label: t("statistics.now"), kind: "integer" },
          { key: "beforeAt", label: t(`by.${step}`), kind: "text" },
          { key: "before", label: t("statistics.before"), kind: "integer" },
        ],
        rows: steps.map((each, index) => {
          const beforeStep = previous.steps[index];
          return {
            key: each.at,
            cells: [
              cells.text(labels[index]!),
              cells.count(now[index]!, to(rowsOfStep(query, each))),
              beforeStep ? cells.text(stepLabel(formats, step, previous.query.period, beforeStep)) : NOTHING,
              beforeStep ? cells.count(before[index]!, to(rowsOfStep(previous.query, beforeStep))) : NOTHING,
            ],
          };
        }),
        total: {
          key: "total",
          cells: [
            cells.text(t("statistics.total")),
            cells.count(sumOf(figures.total.byStatus).messages, to(query)),
            cells.text(""),
            cells.count(sumOf(previous.total.byStatus).messages, to(previous.query)),
          ],
        },
      },
    },
  ];
}
