import type { Texts } from "@/lib/texts";

/** What the log keeps beside the action: values as they are, under the names programs know them by. */
export function tellDetails(t: Texts, { acting, ...details }: Record<string, unknown>): string {
  const told = Object.entries(details).map(([name, value]) => `${name}: ${value ?? "–"}`);
  return [...told, ...(acting ? [t("admin.acting")] : [])].join(" · ");
}
