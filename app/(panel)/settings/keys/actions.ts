"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { createKey, limitKey, revokeKey } from "@/lib/auth/api-key";
import { requireScope } from "@/lib/auth/session";
import { pageTexts } from "@/lib/texts";

export async function createKeyByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const name = text(form, "name");
    const scopes = form.getAll("scopes").filter((each) => typeof each === "string");
    const { key } = await createKey(scope, { name, scopes, perMinute: text(form, "perMinute") });
    refresh();
    return { done: t("keys.created", { name }), secret: key };
  });
}

export async function limitKeyByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await limitKey(scope, id, { perMinute: text(form, "perMinute") });
    refresh();
    return { done: t("common.saved"), keep: true };
  });
}

export async function revokeKeyByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await revokeKey(scope, id, new Date());
    refresh();
    return { done: null };
  });
}
