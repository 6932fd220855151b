"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { archiveCampaign, describeCampaign } from "@/lib/campaigns/commands";
import { readOutcome } from "@/lib/campaigns/outcome";
import { FieldError } from "@/lib/fields";
import { createGroupOfReached } from "@/lib/groups/from-messages";
import { pageTexts } from "@/lib/texts";
import { rememberTicked } from "../monitoring/list";
import { campaignList } from "./question";

/** The fields ticked in the form become the reader's own; the rest of the question stays. */
export async function rememberColumns(form: FormData): Promise<void> {
  await rememberTicked(await requireScope(), campaignList, form);
}

export async function describeByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await describeCampaign(scope, id, { name: text(form, "name"), label: text(form, "label") });
    refresh();
    return { done: t("common.saved") };
  });
}

/** Those of the campaign to whom the same happened become a group. */
export async function groupByForm(campaign: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    const outcome = readOutcome(text(form, "outcome"));
    if (outcome === null) throw new FieldError({ outcome: "no-outcome" });
    const { id } = await createGroupOfReached(scope, text(form, "name"), { campaign, outcome }, new Date());
    redirect(`/agenda/groups/${id}`);
  });
}

export async function archiveByForm(id: number, archive: boolean, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await archiveCampaign(scope, id, archive ? new Date() : null);
    refresh();
    return { done: null };
  });
}
