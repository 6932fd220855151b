import type { Pattern } from "@/lib/dataset/chart";

const STROKES: Record<Pattern, string> = {
  solid: "",
  open: "",
  dotted: "M3.5 3.5h.01M8.5 3.5h.01M6 6h.01M3.5 8.5h.01M8.5 8.5h.01",
  rising: "M1 6L6 1M1 11L11 1M6 11L11 6",
  falling: "M6 1L11 6M1 1L11 11M1 6L6 11",
  crossed: "M1 11L11 1M1 1L11 11",
  flat: "M1 3.5h10M1 6h10M1 8.5h10",
  upright: "M3.5 1v10M6 1v10M8.5 1v10",
};

/** What an area of a chart looks like, beside its name. */
export function Swatch({ color, pattern }: { color: string; pattern: Pattern }) {
  const stroke = `var(--${color})`;
  return (
    <svg viewBox="0 0 12 12" className="size-3 flex-none" aria-hidden="true" focusable="false">
      <rect
        x="0.75"
        y="0.75"
        width="10.5"
        height="10.5"
        rx="1.5"
        fill={stroke}
        fillOpacity={pattern === "solid" ? 1 : 0.2}
        stroke={stroke}
        strokeWidth="1.2"
      />
      <path d={STROKES[pattern]} stroke={stroke} strokeWidth="1.3" strokeLinecap="round" fill="none" />
    </svg>
  );
}
