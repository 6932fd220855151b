import { Section } from "@/app/_ui/section";
import type { Scope } from "@/lib/auth/scope";
import type { Campaign } from "@/lib/campaigns/detail";
import { recentCampaigns } from "@/lib/campaigns/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { COMPARE } from "../../_parts/ways";

/** Chooses what to put beside a campaign: a plain form whose address is the comparison. */
export async function Compare({ scope, campaign, now }: { scope: Scope; campaign: Campaign; now: Date }) {
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const others = (await recentCampaigns(scope)).filter(({ id }) => id !== campaign.id);
  return (
    <div id={COMPARE} className="print:hidden">
      <Section title={t("campaigns.compareWith")} intro={others.length > 0 ? t("campaigns.compareHint") : undefined}>
        {others.length === 0 ? (
          <p className="text-soft">{t("campaigns.compareNone")}</p>
        ) : (
          <form method="get" action="/campaigns/compare">
            <input type="hidden" name="id" value={campaign.id} />
            <fieldset>
              <legend className="sr-only">{t("campaigns.compareWith")}</legend>
              <div className="max-h-64 overflow-y-auto">
                {others.map(({ id, name, sentAt }) => (
                  <label key={id} className="flex min-h-8 items-baseline gap-2 py-0.5">
                    <input type="checkbox" name="id" value={id} className="translate-y-0.5" />
                    <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
                    <span className="text-xs whitespace-nowrap text-soft">{formats.day(sentAt)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <button type="submit" className="button mt-3">
              {t("campaigns.compare")}
            </button>
          </form>
        )}
      </Section>
    </div>
  );
}
