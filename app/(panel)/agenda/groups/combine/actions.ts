"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { type Combination, combineGroups } from "@/lib/groups/commands";
import { pageTexts } from "@/lib/texts";
import { GROUPS } from "../paths";

export async function combineByForm(how: Combination, ids: number[], _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const { id } = await combineGroups(scope, { how, ids, name: text(form, "name") }, new Date());
    redirect(`${GROUPS}/${id}`);
  });
}
