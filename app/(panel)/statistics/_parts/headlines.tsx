import { Go } from "@/app/_ui/go";
import type { Headline } from "@/lib/statistics/report";

/** The figures that matter, each over its word, its denominator and where it stands. */
export function Headlines({ headline }: { headline: readonly Headline[] }) {
  return (
    <dl className="headlines">
      {headline.map(({ label, value, note, tone }) => (
        <div key={label} data-tone={tone}>
          <dt>{label}</dt>
          <dd className="headline">{value.href ? <Go href={value.href}>{value.text}</Go> : value.text}</dd>
          {note && <dd className="headline-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
