"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { surroundings } from "@/lib/callbacks/caller";
import {
  hurryWaiting,
  replayCallback,
  replayFailed,
  signCallbacks,
  tryCallback,
  unsignCallbacks,
  updateCallbacks,
} from "@/lib/callbacks/commands";
import type { CallbackKind } from "@/lib/callbacks/words";
import { pageTexts } from "@/lib/texts";
import { tellCalled } from "./tell-called";

export async function saveCallbacks(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const callbackRobots = form.has("callbackRobots");
    await updateCallbacks(scope, { ackUrl: text(form, "ackUrl"), clickUrl: text(form, "clickUrl"), callbackRobots });
    refresh();
    return { done: t("common.saved") };
  });
}

export async function signByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const secret = await signCallbacks(scope);
    refresh();
    return { done: t("callbacks.secretMade"), secret };
  });
}

export async function unsignByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await unsignCallbacks(scope);
    refresh();
    return { done: t("callbacks.unsigned") };
  });
}

export async function tryByForm(kind: CallbackKind, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  let fault: string | null = null;
  const state = await answerForm(t, form, async () => {
    const called = await tryCallback(scope, kind, new Date(), surroundings());
    const told = tellCalled(t, called);
    if (!called.done) fault = told;
    return { done: called.done ? told : null };
  });
  return fault === null ? state : { ...state, fault };
}

export async function replayByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await replayCallback(scope, id, new Date());
    refresh();
    return { done: t("callbacks.replayed") };
  });
}

/** The pressed button says which: those that were given up or refused, or those that wait for their next try. */
export async function replayAllByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const replay = text(form, "which") === "waiting" ? hurryWaiting : replayFailed;
    const count = await replay(scope, new Date());
    refresh();
    return { done: t("callbacks.replayedAll", { count }) };
  });
}
