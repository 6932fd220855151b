import { bandsOf } from "../bands";
import type { Section } from "../report";
import { visitsBy, visitsSince } from "./rows-of";
import type { Telling } from "./tell";

/** In seconds; edges of the classes that delays are counted in. */
const BANDS = [0, 60, 300, 1_800, 3_600, 21_600, 86_400, 259_200];

/** Visits of people by the time since the delivery. */
export function tellSince({ t, formats, cells, to, query, total, figures }: Telling): Section {
  const bands = bandsOf(t, formats, figures.since, BANDS);
  const unknown = total.people - figures.since.messages;
  let sum = 0;
  const rows = bands.map(({ key, label, span, amount }) => {
    sum += amount;
    return {
      key,
      cells: [
        cells.text(label),
        cells.count(amount, to(visitsSince(query, span))),
        cells.share(amount, total.people),
        cells.share(sum, total.people),
      ],
    };
  });
  if (unknown > 0)
    rows.push({
      key: "none",
      cells: [
        cells.text(t("statistics.deliveryUnknown")),
        cells.count(unknown, to(visitsSince(query, "none"))),
        cells.share(unknown, total.people),
        cells.share(total.people, total.people),
      ],
    });
  const title = t("statistics.sinceTitle");
  return {
    key: "since",
    title,
    intro: t("statistics.sinceIntro"),
    chart: {
      ...{ kind: "ranked", title, unit: t("statistics.unitVisits"), valueKind: "integer" },
      labels: bands.map(({ label }) => label),
      series: [
        {
          ...{ key: "people", label: t("statistics.people"), color: "accent", pattern: "solid" },
          values: bands.map(({ amount }) => amount),
        },
      ],
    },
    table: {
      columns: [
        { key: "since", label: t("statistics.time"), kind: "text" },
        { key: "people", label: t("statistics.people"), kind: "integer" },
        { key: "share", label: t("statistics.share"), kind: "share" },
        { key: "cumulated", label: t("statistics.cumulated"), kind: "share" },
      ],
      rows,
      total: {
        key: "total",
        cells: [
          cells.text(t("statistics.total")),
          cells.count(total.people, to(visitsBy(query, "person"))),
          cells.share(total.people, total.people),
          cells.share(total.people, total.people),
        ],
      },
    },
  };
}
