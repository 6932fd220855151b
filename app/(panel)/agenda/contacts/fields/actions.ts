"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { addField, removeField, renameField } from "@/lib/contacts/fields";
import { pageTexts } from "@/lib/texts";

export async function addByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const label = text(form, "label");
    await addField(scope, label);
    refresh();
    return { done: t("contactFields.added", { label }) };
  });
}

export async function renameByForm(key: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await renameField(scope, key, text(form, "label"));
    refresh();
    return { done: t("common.saved"), keep: true };
  });
}

export async function removeByForm(key: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await removeField(scope, key);
    refresh();
    return { done: null };
  });
}
