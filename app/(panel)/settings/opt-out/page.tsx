import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormArea } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { MOST_WORDS } from "@/lib/inbound/commands";
import { USUAL_WORDS, wordsOfAccount } from "@/lib/inbound/keywords";
import { pageTexts } from "@/lib/texts";
import { saveWords } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("optOut.title") };
}

/** By which words people leave the list and come back. */
export default async function OptOutPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const [own, usual] = [told(wordsOfAccount(scope.account)), told(USUAL_WORDS)];
  const hint = (of: "out" | "in") => (own[of] === usual[of] ? undefined : t("optOut.usual", { words: usual[of] }));
  return (
    <Section title={t("optOut.title")} intro={t("optOut.intro")}>
      <ActionForm action={saveWords} className="grid max-w-lg gap-4">
        <FormArea name="out" label={t("optOut.out")} hint={hint("out")} value={own.out} rows={3} max={2_000} />
        <FormArea name="in" label={t("optOut.in")} hint={hint("in")} value={own.in} rows={2} max={2_000} />
        <p className="text-xs text-soft">{t("optOut.rules", { most: MOST_WORDS })}</p>
        <div>
          <button type="submit" className="button button-primary">
            {t("common.save")}
          </button>
        </div>
      </ActionForm>
      <p className="mt-4">
        <Go href="/agenda/blacklist">{t("optOut.toBlacklist")}</Go>
      </p>
    </Section>
  );
}

const told = (words: Record<"out" | "in", readonly string[]>) => ({
  out: words.out.join(", "),
  in: words.in.join(", "),
});
