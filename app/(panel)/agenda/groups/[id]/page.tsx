import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { Downloads } from "@/app/_ui/downloads";
import { FormArea, FormField } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { listContacts } from "@/lib/contacts/queries";
import type { RawParams } from "@/lib/dataset/dataset";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import type { Group } from "@/lib/groups/members";
import { pageTexts, type Texts } from "@/lib/texts";
import { Figures } from "../../../monitoring/_parts/figures";
import { ListPager } from "../../../monitoring/_parts/list-pager";
import { Empty, Trouble } from "../../../monitoring/_parts/nothing";
import { downloadsOf } from "../../../monitoring/downloads";
import { asOutcome, readQuestion } from "../../../monitoring/list";
import { ContactTable } from "../../contacts/_parts/contact-table";
import { CONTACTS, contactList } from "../../contacts/question";
import { GROUPS, groupOf } from "../paths";
import { addByForm, copyByForm, deleteByForm, renameByForm } from "./actions";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<RawParams> };

export async function generateMetadata(given: Given): Promise<Metadata> {
  return { title: (await groupOf(await pageScope(), given)).name };
}

export default async function GroupPage(given: Given) {
  const scope = await pageScope();
  const group = await groupOf(scope, given);
  const now = new Date();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const list = await contactList(scope, `${GROUPS}/${group.id}`);
  const { query, columns } = await readQuestion(list, scope, await given.searchParams, now);
  // Its members, whatever else the address says; who looks for some of them does so among the contacts.
  const page = { ...query, filter: {} };
  const members = { ...page, filter: { group: [group.id] } };
  const keys = columns.map(({ key }) => key);
  const found = await listContacts(scope, list.dataset, members, keys).catch(asOutcome);
  const manages = may(scope, "manage");
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h2 className="text-lg wrap-anywhere">{group.name}</h2>
        <div className="flex flex-wrap gap-2 print:hidden">
          <Link href={`${CONTACTS}?group=${group.id}`} prefetch={false} className="button">
            {t("group.searchIn")}
          </Link>
          <Link href={`${GROUPS}/${group.id}/clear`} prefetch={false} className="button button-primary">
            {t("group.clear")}
          </Link>
        </div>
      </div>
      {found instanceof AppError ? (
        <Trouble t={t} error={found} />
      ) : found.rows.length > 0 ? (
        <section data-results className="mt-4" aria-label={t("group.table", { group: group.name })}>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <Figures figures={[[formats.integer(found.total), t("groups.members", { count: found.total })]]} />
            <Downloads {...downloadsOf(t, { ...list, path: CONTACTS }, members, columns)} />
          </div>
          <form method="get" action={`${CONTACTS}/chosen`}>
            <input type="hidden" name="group" value={group.id} />
            <ContactTable
              {...{ t, formats, columns, rows: found.rows, choosable: manages }}
              caption={t("group.table", { group: group.name })}
            />
            {manages && (
              <p className="mt-3 flex flex-wrap gap-2 print:hidden">
                <button type="submit" className="button">
                  {t("contacts.chosen")}
                </button>
                <Go href={`${CONTACTS}/chosen?all=1&group=${group.id}`} className="button">
                  {t("contacts.allMatching", { count: formats.integer(found.total) })}
                </Go>
              </p>
            )}
          </form>
          <ListPager {...{ t, formats, list, query: page }} page={found} total={found.total} />
        </section>
      ) : (
        <Empty title={group.members > 0 ? t("contacts.pageTitle") : t("group.empty")}>{null}</Empty>
      )}
      {manages && <Change t={t} group={group} />}
    </>
  );
}

function Change({ t, group: { id, name } }: { t: Texts; group: Group }) {
  return (
    <div className="mt-8 grid max-w-3xl gap-6 print:hidden">
      <Section title={t("group.add")}>
        <ActionForm action={addByForm.bind(null, id)} className="grid gap-4">
          <FormArea name="numbers" label={t("group.addLabel")} hint={t("group.addHint")} rows={4} />
          <div>
            <button type="submit" className="button">
              {t("group.addYes")}
            </button>
          </div>
        </ActionForm>
      </Section>
      <Section title={t("group.manage")}>
        <div className="grid gap-5">
          <ActionForm action={renameByForm.bind(null, id)} className="flex max-w-lg flex-wrap items-start gap-2">
            <FormField name="name" label={t("group.name")} value={name} max={80} className="min-w-56 flex-1" />
            <button type="submit" className="button mt-[1.15rem]">
              {t("group.rename")}
            </button>
          </ActionForm>
          <ActionForm action={copyByForm.bind(null, id)} className="flex max-w-lg flex-wrap items-start gap-2">
            <FormField name="name" label={t("group.copyName")} max={80} className="min-w-56 flex-1" />
            <button type="submit" className="button mt-[1.15rem]">
              {t("group.copyYes")}
            </button>
          </ActionForm>
          <Confirm label={t("group.delete")} text={t("group.deleteSure")}>
            <ActionForm action={deleteByForm.bind(null, id)}>
              <button type="submit" className="button button-danger">
                {t("group.deleteYes", { name })}
              </button>
            </ActionForm>
          </Confirm>
        </div>
      </Section>
    </div>
  );
}
