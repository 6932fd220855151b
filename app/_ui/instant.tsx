import type { Formats } from "@/lib/format";

/** An instant as the reader writes it; the exact one, in UTC, for whoever points at it and for programs. */
export type TimeText = { iso: string; text: string };

/** @param beside says the day too where it is another */
export const timeText = (formats: Formats, at: Date, beside?: Date): TimeText => ({
  iso: at.toISOString(),
  text: beside ? formats.timeBeside(beside, at) : formats.time(at),
});

export const Time = ({ iso, text }: TimeText) => (
  <time dateTime={iso} title={iso}>
    {text}
  </time>
);

export const Instant = ({ at, beside, formats }: { at: Date; beside?: Date; formats: Formats }) => (
  <Time {...timeText(formats, at, beside)} />
);
