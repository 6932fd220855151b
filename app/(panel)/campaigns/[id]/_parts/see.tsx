import { Go } from "@/app/_ui/go";
import { filesOf, waysOf } from "../../_parts/ways";
import type { Given } from "./given";

/** From a campaign to everything of it, in one step. */
export function See({ t, campaign, day }: Given) {
  const place = { id: campaign.id, day };
  return (
    <nav aria-label={t("campaigns.see")} className="mt-3 flex flex-wrap gap-2 print:hidden">
      {waysOf(t, place).map(({ href, label }) => (
        <Go key={href} href={href} className="button">
          {label}
        </Go>
      ))}
      {filesOf(t, place).map(({ href, label }) => (
        <a key={href} href={href} className="button" download>
          {label}
        </a>
      ))}
    </nav>
  );
}
