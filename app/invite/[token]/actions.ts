"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { pageLocale } from "@/app/locale";
import { startSession } from "@/lib/auth/session";
import { textsOf } from "@/lib/texts";
import { join } from "@/lib/users/invitations";

export async function joinByForm(token: string, _: FormState, form: FormData): Promise<FormState> {
  const locale = await pageLocale();
  return answerForm(textsOf(locale), form, async () => {
    const given = { name: text(form, "name"), password: text(form, "password"), locale };
    await startSession(await join(token, given, new Date()));
    redirect("/");
  });
}
