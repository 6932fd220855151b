import type { Formats } from "@/lib/format";

/** An instant as the reader writes it; the exact one, in UTC, for whoever points at it and for programs. */
export function Instant({ at, beside, formats }: { at: Date; beside?: Date; formats: Formats }) {
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {beside ? formats.timeBeside(beside, at) : formats.time(at)}
    </time>
  );
}
