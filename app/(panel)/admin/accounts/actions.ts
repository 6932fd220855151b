"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { pageLocale } from "@/app/locale";
import { addAccount, resumeAccount, suspendAccount } from "@/lib/accounts/platform";
import { requirePlatform } from "@/lib/auth/session";
import { textsOf } from "@/lib/texts";

export async function addByForm(_: FormState, form: FormData): Promise<FormState> {
  const platform = await requirePlatform();
  const t = textsOf(await pageLocale());
  return answerForm(t, form, async () => {
    const name = text(form, "name");
    const { accountId } = await addAccount(platform, {
      ...{ name, email: text(form, "email"), password: text(form, "password"), locale: text(form, "locale") },
      ownerName: text(form, "ownerName"),
      ...{ zone: text(form, "zone"), defaultCountry: text(form, "defaultCountry") },
    });
    return { done: t("admin.createdDone", { name, id: String(accountId) }) };
  });
}

export async function suspendByForm(accountId: number, _: FormState, form: FormData): Promise<FormState> {
  const platform = await requirePlatform();
  return answerForm(textsOf(await pageLocale()), form, async () => {
    await suspendAccount(platform, accountId, new Date());
    refresh();
    return { done: null };
  });
}

export async function resumeByForm(accountId: number, _: FormState, form: FormData): Promise<FormState> {
  const platform = await requirePlatform();
  return answerForm(textsOf(await pageLocale()), form, async () => {
    await resumeAccount(platform, accountId);
    refresh();
    return { done: null };
  });
}
