"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import type { Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { addSelection, deleteSelection, removeSelection, type Selection } from "@/lib/contacts/selection";
import { invalid } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { readChosen } from "../chosen";
import { CONTACTS } from "../question";

/* `search` is the page's own address: what was chosen is read again, never sent as a list of rights. */

async function selectionOf(scope: Scope, search: string): Promise<Selection> {
  const chosen = await readChosen(scope, new URLSearchParams(search));
  if (!chosen) throw invalid("No contacts were chosen.");
  return chosen.selection;
}

export async function addByForm(search: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const to = { group: text(form, "group"), name: text(form, "name") };
    const { added } = await addSelection(scope, await selectionOf(scope, search), to, new Date());
    return { done: t("chosen.added", { count: added, shown: formatsOf(scope).integer(added) }) };
  });
}

export async function removeByForm(search: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const removed = await removeSelection(scope, await selectionOf(scope, search), text(form, "group"));
    return { done: t("chosen.removed", { count: removed, shown: formatsOf(scope).integer(removed) }) };
  });
}

export async function deleteByForm(search: string, expected: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await deleteSelection(scope, await selectionOf(scope, search), expected);
    redirect(CONTACTS);
  });
}
