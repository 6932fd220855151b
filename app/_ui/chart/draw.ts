import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import type { RankChart, TimeChart, ValueKind } from "@/lib/dataset/chart";
import { fillOf } from "./canvas-pattern";

/* The only file that knows chart.js, and only what is drawn of it; loaded when a chart is there to be drawn. */

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export type Drawable = TimeChart | RankChart;
export type Drawn = Chart;

/** A size other than the room there is: paper is not yet laid out when it must be drawn for it. */
export type PaperSize = { width: number; height: number; ratio: number };

/** Longer names are cut beside lying bars; the table has them whole. */
const LONGEST_NAME = 22;

/**
 * @param box its tokens are the colours, so that it is drawn for where it stands: light, dark or paper.
 * @param tag of number formats.
 */
export function draw(
  canvas: HTMLCanvasElement,
  box: HTMLElement,
  chart: Drawable,
  tag: string,
  paper?: PaperSize,
): Drawn {
  const style = getComputedStyle(box);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [ink, soft, line, card] = ["ink", "soft", "line", "card"].map(token) as [string, string, string, string];
  const ranked = chart.kind === "ranked";
  const told = valueFormat(chart.valueKind, tag);
  const font = { family: style.fontFamily, size: 11 };
  const grid = { color: line, drawTicks: false };
  const values = {
    stacked: chart.kind !== "line",
    beginAtZero: true,
    grid,
    border: { display: false },
    ticks: {
      color: soft,
      font,
      padding: 6,
      maxTicksLimit: 6,
      precision: 0,
      callback: (value: string | number) => told(Number(value)),
    },
  };
  const names = {
    stacked: chart.kind !== "line",
    grid: { display: false },
    border: { color: line },
    ticks: {
      color: ranked ? ink : soft,
      font,
      maxRotation: 0,
      autoSkip: !ranked,
      autoSkipPadding: 14,
      callback: (_: string | number, index: number) => shortened(chart.labels[index] ?? ""),
    },
  };
  const configuration: ChartConfiguration<"bar" | "line", (number | null)[]> = {
    type: chart.kind === "line" ? "line" : "bar",
    data: {
      labels: [...chart.labels],
      datasets: chart.series.map(({ label, color, pattern, values }) => ({
        label,
        data: [...values],
        backgroundColor: fillOf(pattern, token(color), card),
        borderColor: token(color),
        borderWidth: chart.kind === "line" ? 2 : pattern === "solid" ? 0 : 1,
        borderDash: chart.kind === "line" && pattern !== "solid" ? [5, 4] : [],
        pointRadius: 2,
        maxBarThickness: ranked ? 22 : 40,
        categoryPercentage: 0.86,
        barPercentage: 0.94,
      })),
    },
    options: {
      indexAxis: ranked ? "y" : "x",
      animation: false,
      responsive: paper === undefined,
      maintainAspectRatio: false,
      ...(paper ? { devicePixelRatio: paper.ratio } : {}),
      interaction: { mode: "index", intersect: false, axis: ranked ? "y" : "x" },
      scales: ranked ? { x: values, y: names } : { x: names, y: values },
      plugins: {
        tooltip: {
          backgroundColor: ink,
          titleColor: card,
          bodyColor: card,
          titleFont: font,
          bodyFont: font,
          filter: ({ raw }) => raw !== null && raw !== 0,
          callbacks: { label: ({ dataset, raw }) => ` ${dataset.label}: ${told(Number(raw))}` },
        },
      },
    },
  };
  const drawn = new Chart(canvas, configuration);
  if (paper) drawn.resize(paper.width, paper.height);
  return drawn;
}

/** Shows one point as if it were pointed at. */
export function pointAt(drawn: Drawn, series: number, index: number): void {
  const element = drawn.getDatasetMeta(series).data[index];
  if (!element) return;
  drawn.setActiveElements([{ datasetIndex: series, index }]);
  drawn.tooltip?.setActiveElements([{ datasetIndex: series, index }], element.tooltipPosition(true));
  drawn.update();
}

export function pointAway(drawn: Drawn): void {
  drawn.setActiveElements([]);
  drawn.tooltip?.setActiveElements([], { x: 0, y: 0 });
  drawn.update();
}

export function valueFormat(kind: ValueKind, tag: string): (value: number) => string {
  const options: Record<ValueKind, Intl.NumberFormatOptions> = {
    integer: { maximumFractionDigits: 0 },
    decimal: { maximumFractionDigits: 2 },
    share: { style: "percent", maximumFractionDigits: 1 },
    duration: { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: 1 },
  };
  const format = new Intl.NumberFormat(tag, options[kind]);
  return (value) => format.format(kind === "duration" ? value / 1_000 : value);
}

const shortened = (name: string) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
