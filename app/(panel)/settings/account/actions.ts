"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { updateAccount } from "@/lib/accounts/commands";
import { requireScope } from "@/lib/auth/session";
import { pageTexts } from "@/lib/texts";

export async function saveAccount(_: FormState, form: FormData): Promise<FormState> {
  const scope = await requireScope();
  const t = pageTexts(scope);
  return answerForm(t, form, async () => {
    await updateAccount(scope, {
      ...{ name: text(form, "name"), zone: text(form, "zone"), defaultCountry: text(form, "defaultCountry") },
      ...{ defaultSender: text(form, "defaultSender"), duplicateMinutes: text(form, "duplicateMinutes") },
      validityHours: text(form, "validityHours"),
      compatAlways200: form.has("compatAlways200"),
      wholeAddresses: form.has("wholeAddresses"),
    });
    refresh();
    return { done: t("common.saved") };
  });
}
