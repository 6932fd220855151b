import { text } from "@/app/answer-form";
import type { KannelForm } from "@/lib/gateways/commands";

/** The fields of a Kannel, as typed. */
export const readKannel = (form: FormData): KannelForm => ({
  ...{ url: text(form, "url").trim(), username: text(form, "username"), password: text(form, "password") },
  smscId: text(form, "smscId").trim(),
});

/** Pairs of `code` and `reason` in the order of the rows; a row without a code is left out, the last of two wins. */
export function readErrorRows(form: FormData): Record<string, string> {
  const [codes, reasons] = [form.getAll("code"), form.getAll("reason")];
  const rows = codes.map((code, row) => [String(code).replaceAll("\0", "").trim(), String(reasons[row] ?? "")]);
  return Object.fromEntries(rows.filter(([code]) => code !== ""));
}
