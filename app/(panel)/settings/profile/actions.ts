"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { currentPerson, requireScope, startSession } from "@/lib/auth/session";
import { pageTexts, textsOf } from "@/lib/texts";
import { changeEmail, changePassword, updateProfile } from "@/lib/users/profile";

export async function saveProfile(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const locale = text(form, "locale");
  return answerForm(textsOf(locale), form, async () => {
    await updateProfile(scope, { name: text(form, "name"), locale, formats: text(form, "formats") || null });
    refresh();
    return { done: textsOf(locale)("common.saved") };
  });
}

export async function saveEmail(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await changeEmail(scope, { email: text(form, "email"), current: text(form, "current") }, new Date());
    refresh();
    return { done: t("profile.emailChanged") };
  });
}

/** The other sessions end; this one, read before its number is outdated, goes on under the new one. */
export async function savePassword(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const person = await currentPerson();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const given = { current: text(form, "current"), next: text(form, "next") };
    const sessionVersion = await changePassword(scope, given, new Date());
    await startSession({ ...person!.signed, sessionVersion });
    return { done: t("profile.passwordChanged") };
  });
}
