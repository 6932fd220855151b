"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { attachOrphan, discardOrphan, discardOrphans, replayOrphan, replayOrphans } from "@/lib/orphans/commands";
import type { OrphanKey } from "@/lib/orphans/queries";
import { pageTexts } from "@/lib/texts";

export async function replayByForm(key: OrphanKey, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const found = await replayOrphan(scope, key);
    if (found) refresh();
    return { done: t(found ? "orphans.found" : "orphans.notFound") };
  });
}

export async function replayAllByForm(gatewayId: number | null, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const { applied, more } = await replayOrphans(scope, gatewayId ?? undefined);
    refresh();
    return { done: t("orphans.replayed", { count: applied }) + (more ? ` ${t("orphans.more")}` : "") };
  });
}

export async function attachByForm(key: OrphanKey, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await attachOrphan(scope, key, text(form, "message"));
    refresh();
    return { done: t("orphans.attached") };
  });
}

export async function discardByForm(key: OrphanKey, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await discardOrphan(scope, key);
    refresh();
    return { done: null };
  });
}

/** @param until when the page was made: what came since was not asked about. */
export async function discardAllByForm(
  gatewayId: number | null,
  until: number,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const count = await discardOrphans(scope, new Date(until), gatewayId ?? undefined);
    refresh();
    return { done: t("orphans.discarded", { count }) };
  });
}
