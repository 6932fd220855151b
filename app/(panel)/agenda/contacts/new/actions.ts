"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { createContact } from "@/lib/contacts/commands";
import { pageTexts } from "@/lib/texts";
import { CONTACTS } from "../question";
import { readContact } from "../read-contact";

export async function createByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const id = await createContact(scope, readContact(form), new Date());
    redirect(`${CONTACTS}/${id}`);
  });
}
