"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { send, sendTest } from "@/lib/send/commands";
import { readComposed } from "@/lib/send/composed";
import { pageTexts } from "@/lib/texts";
import { type Given, readGiven } from "./given";

/** Sends what was shown, and goes on to where it can be watched. */
export async function sendByForm(
  given: Given,
  seen: { recipients: number; credits: string },
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const scope = await requireScope();
  const answer = await answerForm(pageTexts(scope), form, async () => {
    const { campaignId, waits } = await send(scope, readComposed(scope, readGiven(given)), seen, new Date());
    if (waits) redirect(given.at === "" ? "/campaigns?period=today" : "/monitoring/scheduled");
    redirect(campaignId === null ? "/monitoring/messages?period=today" : `/campaigns/${campaignId}`);
  });
  // The fields stand in another form: here nothing is marked.
  return { ...answer, fault: Object.values(answer.faults)[0] ?? answer.fault };
}

export async function testByForm(given: Given, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const to = text(form, "testTo");
    await sendTest(scope, readComposed(scope, readGiven(given)), to, new Date());
    return { done: t("send.testSent", { number: to }), keep: true };
  });
}
