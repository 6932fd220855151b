import { Go } from "@/app/_ui/go";
import type { Formats } from "@/lib/format";
import type { countOrphans } from "@/lib/orphans/queries";
import type { Texts } from "@/lib/texts";
import { addressOf } from "../question";

/** How many came through each gateway; each is a link to exactly those, and back to all. */
export function ByGateway({
  t,
  formats,
  counts,
  chosen,
}: {
  t: Texts;
  formats: Formats;
  counts: Awaited<ReturnType<typeof countOrphans>>;
  chosen: number | undefined;
}) {
  if (counts.length === 0) return null;
  return (
    <ul aria-label={t("orphans.byGateway")} className="flex flex-wrap gap-1.5">
      {counts.map(({ gatewayId, gateway, count }) => (
        <li key={gatewayId}>
          <Go
            className="chip"
            href={addressOf(chosen === gatewayId ? {} : { gatewayId })}
            aria-current={chosen === gatewayId ? "true" : undefined}
          >
            {gateway ?? t("orphans.noGateway")}
            <b className="font-semibold">{formats.integer(count)}</b>
          </Go>
        </li>
      ))}
    </ul>
  );
}
