import { averageDelay, type Delays, delayPercentile } from "@/lib/messages/delays";
import { bandsOf } from "./bands";
import type { Section } from "./report";
import { rowsConfirmed, rowsHandedOver, rowsOfDelay, rowsOfStatuses } from "./rows-of";
import { sumOf } from "./sums";
import type { Telling } from "./tell-messages";

export const PERCENTILES = [0.5, 0.9, 0.95, 0.99] as const;

/** Confirmation and processing time: exact averages, percentiles by nearest rank. */
export function tellTimes({ t, formats, cells, to, query, figures }: Telling): Section {
  const { confirmation, processing } = figures.total;
  const row = (key: "confirmation" | "processing", delays: Delays, href: string) => ({
    key,
    cells: [
      cells.text(t(`statistics.${key}`)),
      cells.count(delays.messages, href),
      cells.duration(averageDelay(delays), href),
      ...PERCENTILES.map((share) => cells.duration(delayPercentile(delays, share), href)),
    ],
  });
  return {
    key: "times",
    title: t("statistics.times"),
    intro: t("statistics.timesIntro"),
    table: {
      columns: [
        { key: "time", label: t("statistics.time"), kind: "text" },
        { key: "messages", label: t("statistics.measured"), kind: "integer" },
        { key: "average", label: t("statistics.average"), kind: "duration" },
        ...PERCENTILES.map((share) => ({
          key: `p${share * 100}`,
          label: t("statistics.within", { share: formats.share(share) }),
          kind: "duration" as const,
        })),
      ],
      rows: [
        row("confirmation", confirmation, to(rowsConfirmed(query))),
        row("processing", processing, to(rowsHandedOver(query))),
      ].filter(({ cells }) => cells[1]!.value !== 0),
    },
  };
}

/** In seconds; edges of the classes that delays are counted in. */
const BANDS = [0, 5, 10, 30, 60, 300, 3_600, 21_600, 86_400];

/** Delivered messages by how long it took, as a chart and cumulated. */
export function tellDelays({ t, formats, cells, to, query, figures }: Telling): Section {
  const { confirmation, byStatus } = figures.total;
  const delivered = sumOf(byStatus, ["delivered"]).messages;
  const bands = bandsOf(t, formats, confirmation, BANDS);
  const unknown = delivered - confirmation.messages;
  let sum = 0;
  const rows = bands.map(({ key, label, span, amount }) => {
    sum += amount;
    return {
      key,
      cells: [
        cells.text(label),
        cells.count(amount, to(rowsOfDelay(query, span))),
        cells.share(amount, delivered),
        cells.share(sum, delivered),
      ],
    };
  });
  return {
    key: "delays",
    title: t("statistics.delays"),
    intro: t("statistics.delaysIntro"),
    chart: {
      kind: "ranked",
      title: t("statistics.delays"),
      unit: t("statistics.unitMessages"),
      valueKind: "integer",
      labels: bands.map(({ label }) => label),
      series: [
        {
          key: "delivered",
          label: t("status.delivered"),
          color: "delivered",
          pattern: "solid",
          values: bands.map(({ amount }) => amount),
        },
      ],
    },
    table: {
      columns: [
        { key: "delay", label: t("statistics.confirmation"), kind: "text" },
        { key: "messages", label: t("statistics.messages"), kind: "integer" },
        { key: "share", label: t("statistics.share"), kind: "share" },
        { key: "cumulated", label: t("statistics.cumulated"), kind: "share" },
      ],
      rows:
        unknown > 0
          ? [
              ...rows,
              {
                key: "none",
                cells: [
                  cells.text(t("statistics.timeUnknown")),
                  cells.count(unknown, to(rowsOfDelay(query, "none"))),
                  cells.share(unknown, delivered),
                  cells.share(delivered, delivered),
                ],
              },
            ]
          : rows,
      total: {
        key: "total",
        cells: [
          cells.text(t("statistics.total")),
          cells.count(delivered, to(rowsOfStatuses(query, ["delivered"]))),
          cells.share(delivered, delivered),
          cells.share(delivered, delivered),
        ],
      },
    },
  };
}
