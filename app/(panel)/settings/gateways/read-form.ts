import { text } from "@/app/answer-form";
import { FieldError } from "@/lib/fields";
import type { KannelForm } from "@/lib/gateways/commands";
import type { Route } from "@/lib/gateways/routes";

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

/**
 * Pairs of `prefix` and `gateway` in the order of the rows; a row without a prefix is left out.
 * @returns also in which row of the form each route stands.
 */
export function readRoutes(form: FormData): { routes: Route[]; rows: number[] } {
  const [prefixes, gateways] = [form.getAll("prefix"), form.getAll("gateway")];
  const written = prefixes.map((prefix, row) => {
    const digits = String(prefix)
      .replace(/[\s\0]/g, "")
      .replace(/^(?:\+|00)/, "");
    return { row, route: { prefix: digits, gatewayId: Number(gateways[row]) } };
  });
  const given = written.filter(({ route }) => route.prefix !== "");
  return { routes: given.map(({ route }) => route), rows: given.map(({ row }) => row) };
}

/** The faults of routes, at the rows of the form that they were written in. */
export function atRows(error: unknown, rows: readonly number[]): unknown {
  if (!(error instanceof FieldError)) return error;
  const faults = Object.entries(error.fields).map(([place, fault]) => [
    `row.${rows[Number(place.split(".")[1])]}`,
    fault,
  ]);
  return new FieldError(Object.fromEntries(faults), error.outcome);
}
