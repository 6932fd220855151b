import type { Price } from "@/lib/credits/prices";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** What a segment costs, by the beginning of the number. */
export function Prices({ t, formats, prices }: { t: Texts; formats: Formats; prices: readonly Price[] }) {
  return (
    <dl className="columns-[14rem] gap-x-8">
      {prices.map(({ prefix, credits }) => (
        <div key={prefix} className="flex break-inside-avoid justify-between gap-4 border-b border-line py-1">
          <dt className="font-mono">+{prefix}</dt>
          <dd className="tabular-nums">{formats.decimal(credits)}</dd>
        </div>
      ))}
      <div className="flex break-inside-avoid justify-between gap-4 border-b border-line py-1">
        <dt>{t(prices.length > 0 ? "credits.elsewhere" : "credits.everywhere")}</dt>
        <dd className="tabular-nums">{formats.decimal("1.0000")}</dd>
      </div>
    </dl>
  );
}
