"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { forgetNumber, readForgotten } from "@/lib/forget/forget-number";
import { allowAgain } from "@/lib/forget/queries";
import { pageTexts } from "@/lib/texts";

export async function forgetByForm(msisdn: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    if (text(form, "sure") === "") throw new AppError("invalid", "The box is not ticked.", "tick-first");
    await forgetNumber(scope, msisdn, new Date());
    // The address held the number too.
    redirect("/agenda/forgotten?done=1");
  });
}

export async function allowByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const allowed = await allowAgain(scope, readForgotten(scope, text(form, "number")));
    refresh();
    return { done: t(allowed ? "forget.allowed" : "forget.notKept") };
  });
}
