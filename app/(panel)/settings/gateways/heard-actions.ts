"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, type Done, text } from "@/app/answer-form";
import type { Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { createGateway, mapCode } from "@/lib/gateways/commands";
import { saveSimulator, tryGeneric, updateHeard } from "@/lib/gateways/heard-settings";
import { RECEIVED_KINDS, type ReceivedKind } from "@/lib/gateways/receivers";
import { pageTexts } from "@/lib/texts";
import { readSettingsForm } from "./read-settings-form";

/** Of a gateway that we only hear. `intent` is `save`, of a generic one also `try`. `id` is null for a new one. */
export async function saveHeard(kind: string, id: number | null, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    const known = RECEIVED_KINDS.find(
      (each): each is Exclude<ReceivedKind, "kannel"> => each === kind && each !== "kannel",
    );
    if (!known) throw notFound("Gateway");
    const config = readSettingsForm(known, form);
    if (text(form, "intent") === "try") return tryOut(scope, id, config, text(form, "example"));
    const given = { name: text(form, "name"), config };
    if (id === null) {
      const gateway = await createGateway(scope, { kind: known, ...given });
      redirect(`/settings/gateways/${gateway.id}`);
    }
    await updateHeard(scope, id, given);
    refresh();
    return { done: t("common.saved") };
  });
}

async function tryOut(
  scope: Scope,
  id: number | null,
  config: Record<string, unknown>,
  example: string,
): Promise<Done> {
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope);
  const tried = await tryGeneric(scope, id, { config, example }, now);
  if ("unreadable" in tried) return { done: t("tryOut.unreadable", { why: tried.unreadable }), keep: true };
  const { receipts, unmapped } = tried;
  const count = t("tryOut.found", { count: receipts.length });
  const words = unmapped.length > 0 ? ` ${t("tryOut.unmapped", { words: unmapped.slice(0, 10).join(", ") })}` : "";
  const table = {
    caption: t("tryOut.title"),
    heads: [t("tryOut.reference"), t("field.status"), t("gateways.code"), t("gateways.reason"), t("tryOut.time")],
    rows: receipts
      .slice(0, 20)
      .map(({ reference, meaning, code, reason, occurredAt, part }) => [
        part > 0 ? `${reference} (${t("message.part", { part })})` : reference,
        meaning ? t(`status.${meaning}`) : t("tryOut.nothing"),
        code ?? "–",
        reason ? t(`reason.${reason}`) : "–",
        occurredAt ? formats.time(occurredAt) : t("tryOut.arrival"),
      ]),
  };
  return { done: count + words, keep: true, table };
}

export async function saveSimulatorByForm(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await saveSimulator(scope, {
      seed: text(form, "seed"),
      speed: text(form, "speed"),
      failures: text(form, "failures"),
    });
    refresh();
    return { done: t("common.saved") };
  });
}

/** One code of the list of unknown ones gets its meaning. */
export async function mapCodeByForm(id: number, code: string, _: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await mapCode(scope, id, code, text(form, "reason"));
    refresh();
    return { done: t("gateways.errorsSaved") };
  });
}
