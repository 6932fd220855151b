"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { readQuery } from "@/lib/dataset/dataset";
import { invalid } from "@/lib/errors";
import { createGroupFrom } from "@/lib/groups/from-messages";
import { messageDataset } from "@/lib/messages/dataset";
import { pageTexts } from "@/lib/texts";

/** @param search the question as the list's address has it. */
export async function createByForm(search: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const now = new Date();
    const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), { now, zone: scope.zone });
    if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
    const { id } = await createGroupFrom(scope, text(form, "name"), query, now);
    redirect(`/agenda/groups/${id}`);
  });
}
