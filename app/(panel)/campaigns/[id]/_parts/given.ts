import type { Campaign } from "@/lib/campaigns/detail";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** What every part of a campaign's page is made from; `day`: the local day of its sending. */
export type Given = { t: Texts; formats: Formats; campaign: Campaign; day: string };
