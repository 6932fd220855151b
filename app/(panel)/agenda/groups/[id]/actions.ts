"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { addNumbers } from "@/lib/groups/add-numbers";
import { copyGroup, deleteGroup, renameGroup } from "@/lib/groups/commands";
import { pageTexts } from "@/lib/texts";
import { GROUPS } from "../paths";

export async function renameByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await renameGroup(scope, id, text(form, "name"));
    refresh();
    return { done: t("group.renamed"), keep: true };
  });
}

export async function copyByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const copy = await copyGroup(scope, id, text(form, "name"), new Date());
    redirect(`${GROUPS}/${copy.id}`);
  });
}

export async function addByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const { added, known, wrong } = await addNumbers(scope, id, text(form, "numbers"), new Date());
    refresh();
    const some = wrong.slice(0, 20).join(", ") + (wrong.length > 20 ? " …" : "");
    const told = [t("group.added", { added, known }), ...(some ? [t("group.wrong", { wrong: some })] : [])];
    return { done: told.join(" ") };
  });
}

export async function deleteByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await deleteGroup(scope, id);
    redirect(GROUPS);
  });
}
