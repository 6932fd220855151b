import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { formatsOf } from "@/lib/format";
import { COMBINATIONS, countCombined } from "@/lib/groups/commands";
import { listGroups } from "@/lib/groups/queries";
import { pageTexts } from "@/lib/texts";
import { paramsOf } from "../../contacts/chosen";
import { combineByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("combine.title") };
}

/** First the question (a plain form: it is in the address), then how many it would be, then the name. */
export default async function CombinePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope);
  const groups = await listGroups(scope);
  const params = paramsOf(await searchParams);
  const how = COMBINATIONS.find((each) => each === params.get("how")) ?? "union";
  const known = (id: string) => groups.some((group) => String(group.id) === id);
  const first = [params.get("first") ?? ""].filter(known);
  const others = params.getAll("with").filter((id) => known(id) && !first.includes(id));
  const ids = [...new Set([...first, ...others])].map(Number);
  const would = ids.length > 1 && ids.length <= 10 ? await countCombined(scope, how, ids) : null;
  const words = { union: "howUnion", intersection: "howIntersection", difference: "howDifference" } as const;
  return (
    <div className="grid max-w-3xl gap-6">
      <Section title={t("combine.title")} intro={t("combine.intro")}>
        {groups.length < 2 ? (
          <p className="text-soft">{t("combine.few")}</p>
        ) : (
          <form method="get" className="grid max-w-md gap-4">
            <label className="field">
              <span className="field-label">{t("combine.from")}</span>
              <select name="first" className="input" defaultValue={first[0] ?? String(groups[0]!.id)}>
                {groups.map(({ id, name, members }) => (
                  <option key={id} value={id}>
                    {name} ({formats.integer(members)})
                  </option>
                ))}
              </select>
            </label>
            <fieldset className="field">
              <legend className="field-label">{t("combine.how")}</legend>
              {COMBINATIONS.map((each) => (
                <label key={each} className="flex min-h-7 items-center gap-2">
                  <input type="radio" name="how" value={each} defaultChecked={how === each} />
                  {t(`combine.${words[each]}`)}
                </label>
              ))}
            </fieldset>
            <fieldset className="field">
              <legend className="field-label">{t("combine.others")}</legend>
              <div className="grid max-h-72 gap-x-5 overflow-auto sm:grid-cols-2">
                {groups.map(({ id, name }) => (
                  <label key={id} className="flex min-h-7 items-center gap-2">
                    <input type="checkbox" name="with" value={id} defaultChecked={others.includes(String(id))} />
                    <span className="wrap-anywhere">{name}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <div>
              <button type="submit" className="button">
                {t("combine.count")}
              </button>
            </div>
          </form>
        )}
      </Section>
      {would !== null && (
        <Section title={t("combine.would", { count: would, shown: formats.integer(would) })}>
          <ActionForm action={combineByForm.bind(null, how, ids)} className="flex max-w-lg flex-wrap items-start gap-2">
            <FormField name="name" label={t("combine.name")} max={80} className="min-w-56 flex-1" />
            <button type="submit" className="button button-primary mt-[1.15rem]">
              {t("combine.create")}
            </button>
          </ActionForm>
        </Section>
      )}
    </div>
  );
}
