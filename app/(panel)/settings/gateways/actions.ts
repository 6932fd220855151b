"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { requireScope } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import {
  addPreset,
  createGateway,
  setErrors,
  switchGateway,
  testGateway,
  updateGateway,
} from "@/lib/gateways/commands";
import { moveWaiting } from "@/lib/gateways/move-waiting";
import { setRoutes } from "@/lib/gateways/routes";
import { pageTexts } from "@/lib/texts";
import { atRows, readErrorRows, readKannel, readRoutes } from "./read-form";

/** Both buttons of the form come here: `intent` is `test` or `save`. `id` is null for a new gateway. */
export async function saveGateway(id: number | null, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const given = { name: text(form, "name"), config: readKannel(form), perSecond: text(form, "perSecond") };
    if (text(form, "intent") === "test") {
      const { result, ...more } = await testGateway(scope, id, given.config);
      const status = "status" in more ? more.status : 0;
      const told = t(`probe.${result}`, { status });
      return result === "well" ? { done: told, keep: true } : { done: null, fault: told, keep: true };
    }
    if (id === null) {
      const gateway = await createGateway(scope, { kind: "kannel", ...given });
      redirect(`/settings/gateways/${gateway.id}`);
    }
    await updateGateway(scope, id, given);
    refresh();
    return { done: t("common.saved") };
  });
}

export async function switchByForm(id: number, enabled: boolean, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  return answerForm(pageTexts(scope), form, async () => {
    await switchGateway(scope, id, enabled);
    refresh();
    return { done: null };
  });
}

export async function saveRoutes(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const { routes, rows } = readRoutes(form);
    await setRoutes(scope, routes).catch((error) => {
      throw atRows(error, rows);
    });
    refresh();
    return { done: t("routes.saved") };
  });
}

export async function moveByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const count = await moveWaiting(scope, id, new Date());
    refresh();
    return { done: t("gatewayState.moved", { count, shown: formatsOf(scope).integer(count) }) };
  });
}

export async function saveErrors(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await setErrors(scope, id, readErrorRows(form));
    refresh();
    return { done: t("gateways.errorsSaved") };
  });
}

export async function addPresetByForm(id: number, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await addPreset(scope, id, text(form, "preset"));
    refresh();
    return { done: t("gateways.errorsSaved") };
  });
}
