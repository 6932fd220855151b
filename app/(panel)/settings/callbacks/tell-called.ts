import type { Called } from "@/lib/callbacks/call";
import type { Texts } from "@/lib/texts";

/** What a trial call came to, in one sentence after the other: its answer, or why there was none, and what was called. */
export function tellCalled(t: Texts, called: Called & { url: string }): string {
  const { status, excerpt, url } = called;
  const came = called.done
    ? t("callbacks.answered", { status: called.status })
    : t(`callbackFault.${called.fault}`, { status: status ?? 0 });
  const said = excerpt.trim() === "" ? [] : [t("callbacks.said", { excerpt: excerpt.trim() })];
  return [came, ...said, t("callbacks.called", { url })].join(" ");
}
