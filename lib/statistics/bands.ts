import type { Span } from "@/lib/dataset/report-fields";
import type { Formats } from "@/lib/format";
import { type Delays, delaysWithin } from "@/lib/messages/delays";
import type { Texts } from "@/lib/texts";

/** A span of time, how it is called, and how many took it. */
export type Band = { key: string; label: string; span: Exclude<Span, "none">; amount: number };

/** @param edges in seconds, edges of the classes that delays are counted in; the last has no end. */
export function bandsOf(t: Texts, formats: Formats, delays: Delays, edges: readonly number[]): Band[] {
  const of = (seconds: number) => formats.duration(seconds * 1_000);
  return edges.map((from, index) => {
    const to = edges[index + 1] ?? null;
    const label =
      to === null
        ? t("statistics.orMore", { from: of(from) })
        : from === 0
          ? t("statistics.under", { to: of(to) })
          : t("statistics.fromTo", { from: of(from), to: of(to) });
    return {
      key: String(from),
      label,
      span: { from, to },
      amount: delaysWithin(delays, from * 1_000, to && to * 1_000),
    };
  });
}
