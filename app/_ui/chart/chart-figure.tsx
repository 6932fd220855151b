"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Drawable, Drawn } from "./draw";
import { Swatch } from "./swatch";

export type ChartTexts = {
  /** How it is used with a keyboard. */
  help: string;
  /** A point told: with {label}, {series} and {value}. */
  point: string;
};

/** On A4 and Letter alike the paper is about this wide. */
const PAPER_WIDTH = 700;
const PAPER_RATIO = 3;

/**
 * A chart with its legend. Without a script there is neither: the table beside it has the same figures. Arrow keys go
 * through its points, which are told as they are reached. It is drawn again for another room, for dark and for paper.
 * @param onPaper drawn for paper from the beginning.
 */
export function ChartFigure({
  chart,
  tag,
  texts,
  onPaper = false,
}: {
  chart: Drawable;
  tag: string;
  texts: ChartTexts;
  onPaper?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const kit = useRef<{ drawn: Drawn | null; draw: typeof import("./draw") | null }>({ drawn: null, draw: null });
  const [ready, setReady] = useState(false);
  const [told, setTold] = useState("");
  const at = useRef({ series: 0, index: -1 });
  // Beside a bar of its own each series is named already.
  const named = chart.series.every(({ label }, index) => chart.labels[index] === label);
  const height = chart.kind === "ranked" ? 46 + chart.labels.length * 26 : 260;

  useEffect(() => {
    let gone = false;
    const redraw = (paper: boolean) => {
      const { draw, drawn } = kit.current;
      if (!draw || !canvas.current || !box.current) return;
      drawn?.destroy();
      box.current.classList.toggle("paper", paper);
      const size = paper ? { width: PAPER_WIDTH, height, ratio: PAPER_RATIO } : undefined;
      kit.current.drawn = draw.draw(canvas.current, box.current, chart, tag, size);
      setReady(true);
    };
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const again = () => redraw(onPaper);
    const forPaper = () => redraw(true);
    void import("./draw").then((draw) => {
      if (gone) return;
      kit.current.draw = draw;
      again();
    });
    dark.addEventListener("change", again);
    addEventListener("beforeprint", forPaper);
    addEventListener("afterprint", again);
    return () => {
      gone = true;
      dark.removeEventListener("change", again);
      removeEventListener("beforeprint", forPaper);
      removeEventListener("afterprint", again);
      kit.current.drawn?.destroy();
      kit.current.drawn = null;
    };
  }, [chart, tag, height, onPaper]);

  function move(event: KeyboardEvent) {
    const { drawn, draw } = kit.current;
    if (!drawn || !draw) return;
    const step = STEPS[event.key];
    if (event.key === "Escape") draw.pointAway(drawn);
    if (!step) return;
    event.preventDefault();
    const [along, across] = chart.kind === "ranked" ? [step[1], step[0]] : step;
    const { series, index } = at.current;
    const next = {
      series: within(series + (index < 0 ? 0 : across), chart.series.length),
      index: within(index + (index < 0 ? 1 : along), chart.labels.length),
    };
    at.current = next;
    draw.pointAt(drawn, next.series, next.index);
    const { label, values } = chart.series[next.series]!;
    const value = values[next.index];
    setTold(
      texts.point
        .replace("{label}", chart.labels[next.index] ?? "")
        .replace("{series}", label)
        .replace(
          "{value}",
          value === null || value === undefined ? "–" : draw.valueFormat(chart.valueKind, tag)(value),
        ),
    );
  }

  return (
    <figure className="chart" data-chart data-drawn={ready || undefined}>
      <div
        ref={box}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move through its points
        tabIndex={0}
        aria-label={`${chart.title}. ${texts.help}`}
        className="chart-box"
        style={{ height }}
        onKeyDown={move}
        onBlur={() => kit.current.drawn && kit.current.draw?.pointAway(kit.current.drawn)}
      >
        <canvas ref={canvas} />
      </div>
      {chart.series.length > 1 && !named && (
        <figcaption>
          <ul className="chart-legend" aria-hidden="true">
            {chart.series.map(({ key, label, color, pattern }) => (
              <li key={key}>
                <Swatch color={color} pattern={pattern} />
                {label}
              </li>
            ))}
          </ul>
        </figcaption>
      )}
      <p className="sr-only" aria-live="polite">
        {told}
      </p>
    </figure>
  );
}

/** Along the labels, and from series to series. */
const STEPS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const within = (value: number, amount: number) => Math.min(Math.max(value, 0), amount - 1);
