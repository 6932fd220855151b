import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { listDuplicates } from "@/lib/contacts/duplicates";
import { listFields } from "@/lib/contacts/fields";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { CONTACTS } from "../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("duplicates.title") };
}

export default async function DuplicatesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const formats = formatsOf(scope);
  const fields = await listFields(scope);
  const { by } = await searchParams;
  const field = fields.find(({ key }) => by === `x_${key}`);
  const sets = await listDuplicates(scope, field ? { field: field.key } : "name");
  const ways = [
    { value: "name", label: t("duplicates.byName") },
    ...fields.map(({ key, label }) => ({ value: `x_${key}`, label })),
  ];
  return (
    <div className="max-w-3xl">
      <Section title={t("duplicates.title")} intro={t("duplicates.intro")}>
        {fields.length > 0 && (
          <form method="get" className="mb-4 flex flex-wrap items-end gap-2 print:hidden">
            <label className="field min-w-48">
              <span className="field-label">{t("duplicates.by")}</span>
              <select name="by" className="input" defaultValue={field ? `x_${field.key}` : "name"}>
                {ways.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" className="button">
              {t("duplicates.show")}
            </button>
          </form>
        )}
        {sets.length === 0 && <p className="text-soft">{t("duplicates.none")}</p>}
        <Rows>
          {sets.map(({ value, contacts, ids }) => (
            <Row
              key={ids[0]}
              told={
                <>
                  <span className="font-medium wrap-anywhere">{value}</span>
                  <span className="block text-soft">
                    {t("duplicates.contacts", { count: contacts, shown: formats.integer(contacts) })}
                  </span>
                </>
              }
            >
              {may(scope, "manage") && (
                <Go href={`${CONTACTS}/merge?${ids.map((id) => `id=${id}`).join("&")}`} className="button">
                  {t("duplicates.merge")}
                </Go>
              )}
            </Row>
          ))}
        </Rows>
        {sets.length === 100 && <p className="mt-3 text-soft">{t("duplicates.more")}</p>}
      </Section>
    </div>
  );
}
