"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { invalid } from "@/lib/errors";
import { clearGroup, undoClear } from "@/lib/groups/clear";
import { readRules } from "@/lib/groups/clear-rules";
import { pageTexts } from "@/lib/texts";
import { GROUPS } from "../../paths";

/** @param search the rules as the preview's address has them. */
export async function clearByForm(
  groupId: number,
  search: string,
  fingerprint: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const { rules, unreadable } = readRules(new URLSearchParams(search));
    if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
    const clear = await clearGroup(scope, groupId, rules, fingerprint, new Date());
    // An address of its own: from /clear to /clear#past the browser would only scroll, and show what was before.
    redirect(`${GROUPS}/${groupId}/clear?cleared=${clear}#past`);
  });
}

export async function undoByForm(clearId: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await undoClear(scope, clearId, new Date());
    refresh();
    return { done: null };
  });
}
