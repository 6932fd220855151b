"use server";

import { refresh } from "next/cache";
import type { FormState } from "@/app/_ui/form-state";
import { answerForm, text } from "@/app/answer-form";
import { pageLocale } from "@/app/locale";
import { requirePlatform } from "@/lib/auth/session";
import { addCredits, setCreditControl, setPrices } from "@/lib/credits/commands";
import { readPrices } from "@/lib/credits/read-prices";
import { textsOf } from "@/lib/texts";
import { pageAdministrator } from "../../administrator";

export async function addCreditsByForm(accountId: number, _: FormState, form: FormData): Promise<FormState> {
  const platform = await requirePlatform();
  const { t, formats } = await pageAdministrator(new Date());
  return answerForm(t, form, async () => {
    const given = { amount: text(form, "amount"), note: text(form, "note") };
    const balance = await addCredits(platform, accountId, given, new Date());
    refresh();
    return { done: t("creditAdmin.added", { balance: formats.decimal(balance) }) };
  });
}

export async function switchControlByForm(
  accountId: number,
  on: boolean,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const platform = await requirePlatform();
  return answerForm(textsOf(await pageLocale()), form, async () => {
    await setCreditControl(platform, accountId, on);
    refresh();
    return { done: null };
  });
}

export async function setPricesByForm(accountId: number, _: FormState, form: FormData): Promise<FormState> {
  const platform = await requirePlatform();
  const t = textsOf(await pageLocale());
  const read = readPrices(text(form, "prices"));
  const answer = await answerForm(t, form, async () => {
    if ("line" in read) return { done: null, keep: true };
    await setPrices(platform, accountId, read.prices);
    refresh();
    return { done: t("common.saved") };
  });
  if (!("line" in read)) return answer;
  return {
    ...answer,
    faults: { prices: t("creditAdmin.priceLine", { line: read.line }) },
    fault: t("fieldFault.check"),
  };
}
