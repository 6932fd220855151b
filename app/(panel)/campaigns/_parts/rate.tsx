import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** The known marks of a delivered rate, in percent. */
export const MARKS = { standard: 98, acceptable: 85 } as const;

export const markOf = (percent: number) =>
  percent >= MARKS.standard ? "standard" : percent >= MARKS.acceptable ? "acceptable" : "low";

export const percentOf = (formats: Formats, percent: number): string => formats.percent(percent, 100);

/** A delivered rate against the known marks, told in words too. */
export function Rate({ t, formats, percent }: { t: Texts; formats: Formats; percent: number }) {
  const mark = markOf(percent);
  return (
    <span className="rate" data-mark={mark} title={t(`rateMark.${mark}`)}>
      {percentOf(formats, percent)}
      <span className="sr-only"> {t(`rateMark.${mark}`)}</span>
    </span>
  );
}
