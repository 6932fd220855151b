"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { cancelImport, setUpImport, startImport } from "@/lib/imports/commands";
import { pageTexts } from "@/lib/texts";
import { readSettings } from "./read-settings";

/** Both buttons of the form come here: `intent` is `look` or `start`. */
export async function setUpByForm(id: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const given = readSettings(form);
    if (text(form, "intent") === "start") await startImport(scope, id, given);
    else await setUpImport(scope, id, given);
    refresh();
    return { done: null };
  });
}

export async function cancelByForm(id: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await cancelImport(scope, id, new Date());
    refresh();
    return { done: null };
  });
}
