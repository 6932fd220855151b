"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { pageLocale } from "@/app/locale";
import { setUp } from "@/lib/accounts/set-up";
import { callerAddress, startSession } from "@/lib/auth/session";
import { textsOf } from "@/lib/texts";

export async function setUpByForm(_: FormState, form: FormData): Promise<FormState> {
  const locale = await pageLocale();
  return answerForm(textsOf(locale), form, async () => {
    const given = {
      ...{ email: text(form, "email"), password: text(form, "password"), name: text(form, "name"), locale },
      ownerName: text(form, "ownerName"),
      ...{ zone: text(form, "zone"), defaultCountry: text(form, "defaultCountry") },
    };
    await startSession(await setUp(text(form, "code"), given, await callerAddress(), new Date()));
    redirect("/");
  });
}
