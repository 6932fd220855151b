"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { publicUrl } from "@/lib/public-url";
import { pageTexts } from "@/lib/texts";
import { invite, withdrawInvitation } from "@/lib/users/invitations";
import { changeRole, removePerson } from "@/lib/users/people";

export async function inviteByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const email = text(form, "email");
    const token = await invite(scope, { email, role: text(form, "role") }, new Date());
    refresh();
    return { done: t("people.invited", { email }), secret: publicUrl(`/invite/${token}`) };
  });
}

export async function withdrawByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await withdrawInvitation(scope, id);
    refresh();
    return { done: null };
  });
}

export async function changeRoleByForm(userId: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await changeRole(scope, userId, text(form, "role"));
    refresh();
    return { done: t("people.roleChanged") };
  });
}

export async function removeByForm(userId: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await removePerson(scope, userId);
    refresh();
    return { done: null };
  });
}
