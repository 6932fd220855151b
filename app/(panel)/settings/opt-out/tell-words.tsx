import type { Words } from "@/lib/inbound/keywords";
import type { Texts } from "@/lib/texts";

export const OPT_OUT = "/settings/opt-out";

/** By which words people leave the list and come back. */
export const TellWords = ({ t, words }: { t: Texts; words: Words }) =>
  words.in.length > 0
    ? t("provider.words", { out: words.out.join(", "), in: words.in.join(", ") })
    : t("provider.outWords", { out: words.out.join(", ") });
