"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { updateContact } from "@/lib/contacts/commands";
import { addSelection, deleteSelection, removeSelection } from "@/lib/contacts/selection";
import { pageTexts } from "@/lib/texts";
import { CONTACTS } from "../question";
import { readContact } from "../read-contact";

export async function updateByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await updateContact(scope, id, readContact(form), new Date());
    refresh();
    return { done: t("contact.saved"), keep: true };
  });
}

export async function joinByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await addSelection(scope, { ids: [id] }, { group: text(form, "group"), name: "" }, new Date());
    refresh();
    return { done: null };
  });
}

export async function leaveByForm(id: number, groupId: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await removeSelection(scope, { ids: [id] }, String(groupId));
    refresh();
    return { done: null };
  });
}

export async function deleteByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await deleteSelection(scope, { ids: [id] }, 1);
    redirect(CONTACTS);
  });
}
