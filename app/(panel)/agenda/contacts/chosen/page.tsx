import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { countSelection } from "@/lib/contacts/selection";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { groupOptions } from "@/lib/groups/queries";
import { namesOf } from "@/lib/messages/filter-names";
import { formatNumber } from "@/lib/messages/numbers";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { Empty } from "../../../monitoring/_parts/nothing";
import { paramsOf, readChosen } from "../chosen";
import { CONTACTS, contactList } from "../question";
import { addByForm, deleteByForm, removeByForm } from "./actions";

type Given = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("contacts.title") };
}

/** What can be done with contacts that were chosen: nothing happens before a button here. */
export default async function ChosenPage({ searchParams }: Given) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope);
  const params = paramsOf(await searchParams);
  const chosen = await readChosen(scope, params);
  const [count, groups] = await Promise.all([
    chosen ? countSelection(scope, chosen.selection) : 0,
    groupOptions(scope),
  ]);
  if (!chosen || count === 0)
    return (
      <Empty title={t("chosen.none")}>
        <p className="mt-4">
          <Go href={CONTACTS} className="button">
            {t("chosen.back")}
          </Go>
        </p>
      </Empty>
    );
  const told = { count, shown: formats.integer(count) };
  const search = params.toString();
  const { dataset } = await contactList(scope);
  const names = wordsOf(t, formats, { ...namesOf(t, formats, { group: groups }), number: formatNumber });
  const sentence = chosen.query && tellQuery(dataset, chosen.query, names).sentence;
  const options = [{ value: "", label: t("chosen.pick") }, ...groups];
  const inGroup = params.getAll("group");
  return (
    <div className="grid max-w-3xl gap-6">
      <div>
        <h2 className="text-lg">{t("chosen.title", told)}</h2>
        {sentence && <p className="text-soft">{sentence}</p>}
      </div>
      <Section title={t("chosen.addTitle")}>
        <ActionForm action={addByForm.bind(null, search)} className="grid max-w-md gap-4">
          {groups.length > 0 && <FormSelect name="group" label={t("chosen.group")} value="" options={options} />}
          <FormField name="name" label={groups.length > 0 ? t("chosen.newName") : t("groups.name")} max={80} />
          <div>
            <button type="submit" className="button button-primary">
              {t("chosen.add")}
            </button>
          </div>
        </ActionForm>
      </Section>
      {groups.length > 0 && (
        <Section title={t("chosen.removeTitle")}>
          <ActionForm action={removeByForm.bind(null, search)} className="grid max-w-md gap-4">
            <FormSelect
              name="group"
              label={t("chosen.group")}
              value={inGroup.length === 1 ? inGroup[0]! : ""}
              options={options}
            />
            <div>
              <button type="submit" className="button">
                {t("chosen.remove")}
              </button>
            </div>
          </ActionForm>
        </Section>
      )}
      {"ids" in chosen.selection && count >= 2 && count <= 20 && (
        <Section title={t("chosen.mergeTitle")} intro={t("chosen.mergeText")}>
          <Go href={`${CONTACTS}/merge?${search}`} className="button">
            {t("chosen.merge")}
          </Go>
        </Section>
      )}
      <Section title={t("chosen.deleteTitle")} intro={t("chosen.deleteText")}>
        <Confirm label={t("chosen.delete")} text={t("chosen.deleteSure")}>
          <ActionForm action={deleteByForm.bind(null, search, count)}>
            <button type="submit" className="button button-danger">
              {t("chosen.deleteYes", told)}
            </button>
          </ActionForm>
        </Confirm>
      </Section>
    </div>
  );
}
