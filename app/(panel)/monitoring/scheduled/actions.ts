"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { cancelOne, sendOne } from "@/lib/ingest/scheduled-sendings";
import { pageTexts } from "@/lib/texts";

export async function cancelByForm(id: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await cancelOne(scope, id);
    refresh();
    return { done: null };
  });
}

export async function sendByForm(id: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await sendOne(scope, id, new Date());
    refresh();
    return { done: null };
  });
}
