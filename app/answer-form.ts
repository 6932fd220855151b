import { type FormState, type SentRows, UNSENT } from "@/app/_ui/form-state";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { storable } from "@/lib/storable";
import type { TextKey, Texts } from "@/lib/texts";

/**
 * What went well: told, and shown once if it is a secret; `keep` leaves what was typed in its place. `fault`: what was
 * asked could be done, and its outcome is bad.
 */
export type Done = { done: string | null; fault?: string; secret?: string; keep?: boolean; table?: SentRows | null };

/** Does what a form asks and words the outcome. What nobody foresaw, and Next's own redirects, go on to whoever waits. */
export async function answerForm(t: Texts, form: FormData, work: () => Promise<Done>): Promise<FormState> {
  try {
    const { done, fault = null, secret = null, keep = false, table = null } = await work();
    return { ...UNSENT, values: keep ? typed(form) : {}, done, fault, secret, table };
  } catch (error) {
    if (error instanceof FieldError) {
      const faults = Object.entries(error.fields).map(([field, key]) => [field, t(`fieldFault.${key}` as TextKey)]);
      return { ...UNSENT, values: typed(form), faults: Object.fromEntries(faults), fault: t("fieldFault.check") };
    }
    if (error instanceof AppError) return { ...UNSENT, values: typed(form), fault: tellRefusal(t, error) };
    throw error;
  }
}

/** The text of an outcome: its own where it has one. */
export function tellRefusal(t: Texts, error: AppError): string {
  const seconds = "retryAfter" in error ? Number(error.retryAfter) : 0;
  const own = `refusal.${error.key}` as TextKey;
  return error.key && t.has(own) ? t(own, { seconds }) : t(`error.${error.outcome}`);
}

/** One field of a form, without what Postgres cannot keep; a file, which no form here has, counts as nothing. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? storable(value, "") : "";
}

/** By the last part of a field's name, which may be a path: `signature.secret`. */
const SECRET = /(?:^|\.)(?:password|current|next|secret|authToken)$/;

function typed(form: FormData): Record<string, string[]> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION") && !SECRET.test(name));
  return Object.fromEntries(
    names.map((name) => [name, form.getAll(name).filter((value): value is string => typeof value === "string")]),
  );
}
