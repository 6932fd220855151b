import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { formatsOf } from "@/lib/format";
import { type Import, listImports } from "@/lib/imports/queries";
import { pageTexts, type TextKey } from "@/lib/texts";
import { IMPORT } from "./paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("imports.title") };
}

export default async function ImportPage({ searchParams }: { searchParams: Promise<{ fault?: string | string[] }> }) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const imports = await listImports(scope);
  const asked = `importFault.${[(await searchParams).fault ?? ""].flat()[0]}` as TextKey;
  const fault = t.has(asked) ? t(asked) : null;
  const rowsOf = ({ report }: Import) => report && report.added + report.known + report.duplicates + report.refused;
  return (
    <div className="grid max-w-3xl gap-6">
      <Section title={t("imports.title")} intro={t("imports.intro")}>
        <form method="post" action={`${IMPORT}/upload`} encType="multipart/form-data" className="grid max-w-xl gap-4">
          <label className="field">
            <span className="field-label">{t("imports.file")}</span>
            <input
              className="input h-auto py-2"
              type="file"
              name="file"
              accept=".csv,.txt,.tsv,.xls,.xlsx,.ods,text/csv,text/plain"
              aria-invalid={fault ? true : undefined}
              aria-describedby="file-told"
            />
            <span id="file-told" className={fault ? "field-fault" : "field-hint"} role={fault ? "alert" : undefined}>
              {fault ?? t("imports.fileHint")}
            </span>
          </label>
          <label className="field">
            <span className="field-label">{t("imports.paste")}</span>
            <textarea className="input" name="numbers" rows={4} aria-describedby="paste-told" />
            <span id="paste-told" className="field-hint">
              {t("imports.pasteHint")}
            </span>
          </label>
          <div>
            <button type="submit" className="button button-primary">
              {t("imports.upload")}
            </button>
          </div>
        </form>
      </Section>
      <Section title={t("imports.earlier")}>
        {imports.length === 0 && <p className="text-soft">{t("imports.none")}</p>}
        <Rows>
          {imports.map((each) => (
            <Row
              key={each.id}
              told={
                <>
                  <Go href={`${IMPORT}/${each.id}`} className="font-medium wrap-anywhere">
                    {each.name || t("imports.pasted")}
                  </Go>
                  <span className="block text-xs text-soft">{formats.time(each.createdAt)}</span>
                </>
              }
            >
              <p className="text-right">
                {t(`importState.${each.state}`)}
                {each.report && (
                  <span className="block text-xs text-soft">
                    {t("imports.rows", { count: rowsOf(each)!, shown: formats.integer(rowsOf(each)!) })}
                  </span>
                )}
              </p>
            </Row>
          ))}
        </Rows>
      </Section>
    </div>
  );
}
