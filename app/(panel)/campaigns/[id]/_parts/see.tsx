import { Go } from "@/app/_ui/go";
import { MESSAGES } from "../../../monitoring/messages/question";
import { waysOf } from "../../_parts/ways";
import { messagesOf } from "../../question";
import type { Given } from "./given";

/** From a campaign to everything of it, in one step. */
export function See({ t, campaign, day }: Given) {
  const params = messagesOf({ id: campaign.id, day });
  const links = waysOf(t, { id: campaign.id, day });
  const files = [
    { href: `${MESSAGES}/csv?${params}&kind=excel`, label: t("campaigns.excel") },
    { href: `${MESSAGES}/csv?${params}&kind=plain`, label: t("campaigns.csv") },
    { href: `${MESSAGES}/xlsx?${params}`, label: t("campaigns.xlsx") },
    { href: `${MESSAGES}/pdf?${params}`, label: t("campaigns.pdf") },
  ];
  return (
    <nav aria-label={t("campaigns.see")} className="mt-3 flex flex-wrap gap-2 print:hidden">
      {links.map(({ href, label }) => (
        <Go key={href} href={href} className="button">
          {label}
        </Go>
      ))}
      {files.map(({ href, label }) => (
        <a key={href} href={href} className="button" download>
          {label}
        </a>
      ))}
    </nav>
  );
}
