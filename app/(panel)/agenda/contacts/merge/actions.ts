"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { mergeContacts } from "@/lib/contacts/commands";
import { FieldError } from "@/lib/fields";
import { pageTexts } from "@/lib/texts";
import { CONTACTS } from "../question";

export async function mergeByForm(ids: number[], _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const kept = Number(text(form, "keep"));
    if (!ids.includes(kept)) throw new FieldError({ keep: "choose-one" });
    await mergeContacts(scope, kept, ids, new Date());
    redirect(`${CONTACTS}/${kept}`);
  });
}
