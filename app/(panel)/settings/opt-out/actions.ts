"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { setWords } from "@/lib/inbound/commands";
import { pageTexts } from "@/lib/texts";

export async function saveWords(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await setWords(scope, { out: text(form, "out"), in: text(form, "in") });
    refresh();
    return { done: t("common.saved") };
  });
}
