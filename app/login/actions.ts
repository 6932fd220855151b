"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { pageLocale } from "@/app/locale";
import { localPath } from "@/lib/auth/local-path";
import { callerAddress, endSession, startSession } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { textsOf } from "@/lib/texts";

export async function signInByForm(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(textsOf(await pageLocale()), form, async () => {
    const given = { email: text(form, "email"), password: text(form, "password") };
    await startSession(await signIn(given, await callerAddress(), new Date()));
    redirect(localPath(text(form, "next")) ?? "/");
  });
}

export async function signOut(): Promise<void> {
  await endSession();
  redirect("/login");
}
