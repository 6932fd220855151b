import type { Formats } from "@/lib/format";
import type { Cell } from "./report";

export type Cells = ReturnType<typeof cellsOf>;

/** How figures are written for one reader. A figure of nothing has no rows to lead to. */
export function cellsOf(formats: Formats) {
  const linked = (href: string | null, any: boolean) => (href !== null && any ? { href } : {});
  return {
    text: (text: string, href: string | null = null): Cell => ({ text, value: text, ...linked(href, true) }),
    count: (value: number, href: string | null = null): Cell => ({
      text: formats.integer(value),
      value,
      ...linked(href, value > 0),
    }),
    credits: (value: string, href: string | null = null): Cell => ({
      text: formats.decimal(value),
      value: value === "0" ? "0.0000" : value,
      ...linked(href, Number(value) !== 0),
    }),
    /** Of nothing there is no share. */
    share: (part: number, whole: number, href: string | null = null): Cell =>
      whole === 0 ? NOTHING : { text: formats.percent(part, whole), value: part / whole, ...linked(href, part > 0) },
    /** In milliseconds; leads to the messages that were measured. */
    duration: (ms: number | null, href: string | null = null): Cell =>
      ms === null ? NOTHING : { text: formats.duration(ms), value: Math.round(ms), ...linked(href, true) },
  };
}

export const NOTHING: Cell = { text: "–", value: null };
