"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { blockTyped, setBlacklistOn, unblock } from "@/lib/blacklist/commands";
import { pageTexts } from "@/lib/texts";

const TOLD = 5;

export async function addByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const given = { numbers: text(form, "numbers"), note: text(form, "note") };
    const { added, known, wrong } = await blockTyped(scope, given, new Date());
    refresh();
    const parts = [
      t("blacklist.added", { count: added }),
      ...(known > 0 ? [t("blacklist.known", { count: known })] : []),
      ...(wrong.length > 0
        ? [
            t("blacklist.wrong", {
              count: wrong.length,
              which: wrong
                .slice(0, TOLD)
                .map((each) => `“${each}”`)
                .join(", "),
            }),
          ]
        : []),
    ];
    return { done: parts.join(" ") };
  });
}

/** Off the list; the page then offers the way back. */
export async function removeByForm(msisdn: string, back: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await unblock(scope, msisdn);
    redirect(`${back}${back.includes("?") ? "&" : "?"}removed=${msisdn}`);
  });
}

export async function putBackByForm(msisdn: string, back: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await blockTyped(scope, { numbers: `+${msisdn}` }, new Date());
    redirect(back);
  });
}

export async function chooseByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await setBlacklistOn(scope, form.getAll("on").map(String));
    refresh();
    return { done: t("common.saved") };
  });
}
