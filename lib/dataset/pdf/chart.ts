import type { Chart, MatrixChart, Pattern, RankChart, Series, TimeChart, ValueKind } from "../chart";
import { FAINT, INK, PAPER, SOFT } from "./colors";
import type { PdfDocument } from "./document";
import { n, rgb } from "./ink";
import { linesOf } from "./lines";

/** How the reader's formats write a value. */
export type WriteValue = (value: number, kind: ValueKind) => string;

const SMALL = 7;
const LEGEND = 14;

/** @param alt what is told to who cannot see it. */
export function drawChart(pdf: PdfDocument, chart: Chart, write: WriteValue, alt: string): void {
  const height = chartHeight(pdf, chart);
  pdf.room(height);
  const draw = () => {
    if (chart.kind === "ranked") drawRanks(pdf, chart, write);
    else if (chart.kind === "matrix") drawMatrix(pdf, chart, write);
    else drawTime(pdf, chart, write);
  };
  pdf.mark("Figure", draw, { alt, bbox: [pdf.left, pdf.y, pdf.right, pdf.y + height] });
  pdf.y += height;
}

/** How much room a chart takes, so that its heading can stay with it. */
export function chartHeight(pdf: PdfDocument, chart: Chart): number {
  switch (chart.kind) {
    case "ranked":
      return legendPlaces(pdf, chart.series, chart.unit).height + chart.labels.length * BAR + 10;
    case "matrix":
      return SMALL * 2 + transposed(chart).rows.length * CELL + 12;
    default:
      return legendPlaces(pdf, chart.series, chart.unit).height + PLOT + SMALL * 2.4 + 14;
  }
}

const PLOT = 132;
const BAR = 15;
const CELL = 14;

function drawTime(pdf: PdfDocument, chart: TimeChart, write: WriteValue): void {
  const top = pdf.y + legend(pdf, chart);
  const bottom = top + PLOT;
  const stacked = chart.kind === "stacked";
  const heights = chart.labels.map((_, at) => chart.series.map(({ values }) => values[at] ?? 0));
  const highest = Math.max(0, ...heights.map((values) => (stacked ? sum(values) : Math.max(0, ...values))));
  const ticks = ticksTo(highest, chart.valueKind);
  const most = ticks.at(-1)!;
  // Of round credits no decimals.
  const kind = chart.valueKind === "decimal" && ticks.every(Number.isInteger) ? "integer" : chart.valueKind;
  const words = ticks.map((tick) => line(write(tick, kind)));
  const left = pdf.left + Math.max(...words.map(({ width }) => width)) + 6;
  const y = (value: number) => bottom - (value / most) * PLOT;
  for (const [index, tick] of ticks.entries()) {
    pdf.ink.line(left, y(tick), pdf.right, y(tick), index === 0 ? SOFT : FAINT, index === 0 ? 0.7 : 0.5);
    pdf.ink.text(words[index]!, left - 6 - words[index]!.width, y(tick) + SMALL * 0.36, SMALL, SOFT);
  }
  const step = (pdf.right - left) / Math.max(1, chart.labels.length);
  if (stacked) {
    const gap = step > 6 ? step * 0.22 : step > 2 ? 0.6 : 0;
    const thick = Math.min(step - gap, 34);
    const base = chart.labels.map(() => 0);
    for (const series of chart.series) {
      const areas = series.values.flatMap((value, at): Box[] => {
        if (!value) return [];
        const from = base[at]!;
        base[at] = from + value;
        const upper = y(from + value);
        return [[left + step * (at + 0.5) - thick / 2, upper, thick, y(from) - upper]];
      });
      fill(pdf, areas, series);
    }
  } else
    for (const [index, series] of chart.series.entries())
      drawLine(pdf, series, index, (at) => left + step * (at + 0.5), y);
  labels(pdf, chart.labels, left, step, bottom + SMALL * 1.5);
}

function drawLine(
  pdf: PdfDocument,
  series: Series,
  index: number,
  x: (at: number) => number,
  y: (value: number) => number,
): void {
  let points: [number, number][] = [];
  const flush = () => {
    pdf.ink.path(points, PAPER[series.color], 1.3, DASHES[index % DASHES.length]);
    points = [];
  };
  for (const [at, value] of series.values.entries()) {
    if (value === null) flush();
    else points.push([x(at), y(value)]);
  }
  flush();
}

const DASHES = [[], [5, 2.5], [1.5, 2], [7, 2, 1.5, 2]] as const;

function drawRanks(pdf: PdfDocument, chart: RankChart, write: WriteValue): void {
  const top = pdf.y + legend(pdf, chart);
  const totals = chart.labels.map((_, at) => sum(chart.series.map(({ values }) => values[at] ?? 0)));
  const names = chart.labels.map((label) => linesOf([{ text: label }], 8, pdf.width * 0.3, 1)[0]);
  const figures = totals.map((total) => line(write(total, chart.valueKind)));
  const left = pdf.left + Math.max(0, ...names.map((name) => name?.width ?? 0)) + 8;
  const room = pdf.right - left - Math.max(0, ...figures.map(({ width }) => width)) - 6;
  const most = Math.max(1e-9, ...totals);
  const base = chart.labels.map(() => left);
  for (const series of chart.series) {
    const areas = series.values.flatMap((value, at): Box[] => {
      if (!value) return [];
      const from = base[at]!;
      const wide = (value / most) * room;
      base[at] = from + wide;
      return [[from, top + at * BAR + 2, wide, BAR - 5]];
    });
    fill(pdf, areas, series);
  }
  for (const [at, name] of names.entries()) {
    const baseline = top + at * BAR + BAR * 0.62;
    if (name) pdf.ink.text(name, pdf.left, baseline, 8);
    pdf.ink.text(figures[at]!, base[at]! + 4, baseline, SMALL, SOFT);
  }
  pdf.ink.line(left, top, left, top + chart.labels.length * BAR - 1, SOFT, 0.7);
}

/** On paper the longer side lies. */
function transposed({ rows, columns, values }: MatrixChart): Pick<MatrixChart, "rows" | "columns" | "values"> {
  if (rows.length <= columns.length) return { rows, columns, values };
  return { rows: columns, columns: rows, values: columns.map((_, at) => values.map((row) => row[at]!)) };
}

function drawMatrix(pdf: PdfDocument, chart: MatrixChart, write: WriteValue): void {
  const { rows, columns, values } = transposed(chart);
  const names = rows.map(line);
  const left = pdf.left + Math.max(...names.map(({ width }) => width)) + 6;
  const wide = (pdf.right - left) / columns.length;
  const most = Math.max(1e-9, ...values.flat());
  const top = pdf.y + SMALL * 2;
  labels(pdf, columns, left, wide, pdf.y + SMALL * 1.2);
  for (const [at, row] of values.entries()) {
    const y = top + at * CELL;
    pdf.ink.text(names[at]!, pdf.left, y + CELL * 0.66, SMALL, SOFT);
    for (const [place, value] of row.entries()) {
      const share = value / most;
      const x = left + place * wide;
      pdf.ink.rectangle(
        x + 0.4,
        y + 0.4,
        wide - 0.8,
        CELL - 0.8,
        value === 0 ? "#f7f7f5" : tint(PAPER[chart.color], 0.12 + 0.88 * share),
      );
      if (value === 0) continue;
      const size = 6;
      const [figure] = linesOf([{ text: write(value, chart.valueKind) }], size, wide * 2, 1);
      // A figure that has no room is in the table.
      if (figure!.width <= wide - 2)
        pdf.ink.text(figure!, x + (wide - figure!.width) / 2, y + CELL * 0.65, size, share > 0.45 ? "#ffffff" : INK);
    }
  }
}

type Box = readonly [x: number, y: number, width: number, height: number];

/** Areas of one series: what is not solid is a tint under its lines, so that a black printer tells them apart too. */
function fill(pdf: PdfDocument, areas: readonly Box[], { color, pattern }: Pick<Series, "color" | "pattern">): void {
  if (areas.length === 0) return;
  const ink = PAPER[color];
  const boxes = areas.map((area) => `${area.map(n).join(" ")} re`).join(" ");
  // Lines have no room in what is as thin as they are.
  const narrow = Math.max(...areas.map(([, , width, height]) => Math.min(width, height))) < 2.5;
  const share = pattern === "solid" ? 1 : pattern === "open" ? (narrow ? 0.15 : 0) : 0.3;
  pdf.ink.draw(`${rgb(tint(ink, share))} rg ${boxes} f`);
  if (pattern === "solid" || narrow) return;
  if (pattern !== "open") {
    const left = Math.min(...areas.map(([x]) => x));
    const top = Math.min(...areas.map(([, y]) => y));
    const right = Math.max(...areas.map(([x, , width]) => x + width));
    const bottom = Math.max(...areas.map(([, y, , height]) => y + height));
    pdf.ink.draw(`q ${boxes} W n ${rgb(ink)} RG 0.6 w ${hatch(pattern, left, top, right, bottom)} S Q`);
  }
  pdf.ink.draw(`${rgb(ink)} RG 0.5 w ${boxes} S`);
}

const APART = 2.6;

/** The lines of a pattern over a rectangle, as PDF's operators. */
function hatch(pattern: Pattern, left: number, top: number, right: number, bottom: number): string {
  const lines: string[] = [];
  const add = (x1: number, y1: number, x2: number, y2: number) => lines.push(`${n(x1)} ${n(y1)} m ${n(x2)} ${n(y2)} l`);
  const height = bottom - top;
  // From the page's corner on, so that neighbours go on in each other.
  const from = (value: number) => Math.floor(value / APART) * APART;
  if (pattern === "rising" || pattern === "crossed")
    for (let x = from(left - height); x < right; x += APART * 1.25) add(x, bottom, x + height, top);
  if (pattern === "falling" || pattern === "crossed")
    for (let x = from(left - height); x < right; x += APART * 1.25) add(x, top, x + height, bottom);
  if (pattern === "flat" || pattern === "dotted")
    for (let y = from(top); y < bottom; y += APART) add(left, y, right, y);
  if (pattern === "upright") for (let x = from(left); x < right; x += APART) add(x, top, x, bottom);
  return `${pattern === "dotted" ? "[0.8 1.8] 0 d " : ""}${lines.join(" ")}`;
}

/** `share` of a colour, the rest white. */
function tint(color: string, share: number): string {
  const mixed = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(255 - (255 - value) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** Where each name of a legend stands, in rows as wide as the page; the unit has the end of the first. */
function legendPlaces(pdf: PdfDocument, series: readonly Series[], unit: string) {
  const told = linesOf([{ text: unit }], SMALL, pdf.width / 3, 1)[0]!;
  let x = 0;
  let row = 0;
  const names = (series.length > 1 ? series : []).map((each) => {
    const name = linesOf([{ text: each.label }], 7.5, pdf.width / 4, 1)[0]!;
    if (x + 13 + name.width > pdf.width - (row === 0 ? told.width + 14 : 0)) {
      x = 0;
      row++;
    }
    const place = { series: each, name, x: pdf.left + x, row };
    x += 13 + name.width + 14;
    return place;
  });
  return { told, names, height: (row + 1) * LEGEND + 5 };
}

/** What each area means. @returns the height it takes. */
function legend(pdf: PdfDocument, { series, unit }: TimeChart | RankChart): number {
  const { told, names, height } = legendPlaces(pdf, series, unit);
  pdf.ink.text(told, pdf.right - told.width, pdf.y + SMALL, SMALL, SOFT);
  for (const { series, name, x, row } of names) {
    fill(pdf, [[x, pdf.y + row * LEGEND + 0.5, 9, 7.5]], series);
    pdf.ink.text(name, x + 13, pdf.y + row * LEGEND + SMALL, 7.5);
  }
  return height;
}

/** As many labels below their places as have room. */
function labels(pdf: PdfDocument, texts: readonly string[], left: number, step: number, baseline: number): void {
  const lines = texts.map(line);
  const widest = Math.max(0, ...lines.map(({ width }) => width)) + 8;
  const every = Math.max(1, Math.ceil(widest / step));
  for (let at = 0; at < lines.length; at += every) {
    const { width } = lines[at]!;
    const x = Math.min(left + step * (at + 0.5) - width / 2, pdf.right - width);
    pdf.ink.text(lines[at]!, Math.max(pdf.left, x), baseline, SMALL, SOFT);
  }
}

const line = (text: string) => linesOf([{ text }], SMALL, Number.POSITIVE_INFINITY, 1)[0]!;
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** Round numbers from nothing to the highest value, four or five of them; of whole things only whole ones. */
export function ticksTo(highest: number, kind: ValueKind): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough)! * power;
  const step = kind === "integer" ? Math.max(1, Math.ceil(unit)) : unit;
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, at) => at * step);
}
