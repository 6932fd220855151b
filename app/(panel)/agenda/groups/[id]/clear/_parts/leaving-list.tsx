import { type Cell, DataTable } from "@/app/_ui/data-table";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Scope } from "@/lib/auth/scope";
import type { Formats } from "@/lib/format";
import { LEAVING_COLUMNS, listLeaving, type Preview } from "@/lib/groups/clear-preview";
import { type ClearRules, type Leaving, writeRules } from "@/lib/groups/clear-rules";
import type { Group } from "@/lib/groups/members";
import { formatNumber } from "@/lib/messages/numbers";
import type { TextKey, Texts } from "@/lib/texts";
import { CONTACTS } from "../../../../contacts/question";
import { GROUPS } from "../../../paths";

/** Those who would leave for one reason. */
export async function LeavingList({
  scope,
  t,
  formats,
  group,
  rules,
  reason,
  after,
  preview,
  now,
}: {
  scope: Scope;
  t: Texts;
  formats: Formats;
  group: Group;
  rules: ClearRules;
  reason: Leaving;
  after: number;
  preview: Preview;
  now: Date;
}) {
  const { rows, next } = await listLeaving(scope, group.id, rules, { reason, after }, now);
  const count = preview.byReason.find((each) => each.reason === reason)?.members ?? 0;
  const search = `${GROUPS}/${group.id}/clear?${writeRules(rules)}`;
  const told = { reason: t(`leaving.${reason}`), count, shown: formats.integer(count) };
  const cell = (row: (typeof rows)[number], key: string): Cell => {
    const value = row[key];
    if (key === "number") return { as: "link", href: `${CONTACTS}/${row.id}`, text: formatNumber(String(value)) };
    if (value === null || value === undefined) return null;
    if (key === "leaving" || key === "reason") return t(`${key}.${value}` as TextKey);
    return typeof value === "number" ? formats.integer(value) : String(value);
  };
  return (
    <Section title={t("clear.listed", told)}>
      <DataTable
        caption={t("clear.listed", told)}
        heads={LEAVING_COLUMNS.map(({ key, kind }) => ({ key, kind, label: t(`column.${key}` as TextKey) }))}
        rows={rows}
        cell={cell}
      />
      <p className="mt-3 flex flex-wrap gap-2 print:hidden">
        <Go href={search} className="button">
          {t("clear.back")}
        </Go>
        {next !== null && (
          <Go href={`${search}&list=${reason}&after=${next}`} className="button" rel="next">
            {t("clear.next")}
          </Go>
        )}
      </p>
    </Section>
  );
}
