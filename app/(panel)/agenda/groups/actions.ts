"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { createGroupOf } from "@/lib/groups/commands";
import { pageTexts } from "@/lib/texts";

export async function createByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const { id } = await createGroupOf(scope, text(form, "name"), null, new Date());
    redirect(`/agenda/groups/${id}`);
  });
}
