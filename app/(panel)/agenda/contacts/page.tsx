import type { Metadata } from "next";
import Link from "next/link";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { listContacts } from "@/lib/contacts/queries";
import { type RawParams, writeQuery } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { groupOptions } from "@/lib/groups/queries";
import { namesOf } from "@/lib/messages/filter-names";
import { formatNumber } from "@/lib/messages/numbers";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { Figures } from "../../monitoring/_parts/figures";
import { ListPager } from "../../monitoring/_parts/list-pager";
import { Empty, Trouble, Unreadable } from "../../monitoring/_parts/nothing";
import { SearchForm } from "../../monitoring/_parts/search-form";
import { FilterChips } from "../../monitoring/_parts/told";
import { downloadsOf } from "../../monitoring/downloads";
import { faultsOf } from "../../monitoring/faults";
import { asOutcome, readQuestion } from "../../monitoring/list";
import { optionsOf } from "../../monitoring/options";
import { ContactTable } from "./_parts/contact-table";
import { rememberColumns } from "./actions";
import { CONTACTS, contactList } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("contacts.title") };
}

export default async function ContactsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const list = await contactList(scope);
  const question = await readQuestion(list, scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const own = { group: await groupOptions(scope) };
  const { sentence, filters } = tellQuery(
    list.dataset,
    query,
    wordsOf(t, formats, { ...namesOf(t, formats, own), number: formatNumber }),
  );
  const faults = faultsOf(t, list.dataset.fields, unreadable, params);
  const keys = columns.map(({ key }) => key);
  const found = unreadable.length > 0 ? null : await listContacts(scope, list.dataset, query, keys).catch(asOutcome);
  const manages = may(scope, "manage");
  const asked = writeQuery(list.dataset, { ...query, page: null, columns: null });

  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="text-soft">{unreadable.length === 0 && sentence}</p>
        <nav aria-label={t("agenda.tools")} className="flex flex-wrap gap-2 print:hidden">
          {manages && (
            <Link href={`${CONTACTS}/new`} prefetch={false} className="button button-primary">
              {t("contacts.new")}
            </Link>
          )}
          {manages && (
            <Link href={`${CONTACTS}/fields`} prefetch={false} className="button">
              {t("contacts.fields")}
            </Link>
          )}
          <Link href={`${CONTACTS}/duplicates`} prefetch={false} className="button">
            {t("contacts.duplicates")}
          </Link>
          {manages && (
            <Link href="/agenda/forgotten" prefetch={false} className="button">
              {t("contacts.forgotten")}
            </Link>
          )}
        </nav>
      </div>
      <FilterChips t={t} list={list} filters={filters} query={query} />
      {unreadable.length > 0 && <Unreadable t={t} list={list} faults={faults} params={params} />}
      <div className="mt-4">
        <SearchForm
          {...{ t, list, question, faults, zone: scope.zone, remember: rememberColumns }}
          firstRow={["number", "name", "group", "outcome"]}
          options={optionsOf(t, formats, list.dataset.fields, own, params)}
        />
      </div>
      {found instanceof AppError ? (
        <Trouble t={t} error={found} />
      ) : found && found.rows.length > 0 ? (
        <section data-results className="mt-5" aria-label={sentence}>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <Figures figures={[[formats.integer(found.total), t("contacts.total", { count: found.total })]]} />
            <Downloads {...downloadsOf(t, list, query, columns)} />
          </div>
          <form method="get" action={`${CONTACTS}/chosen`}>
            <ContactTable {...{ t, formats, columns, rows: found.rows }} caption={sentence} choosable={manages} />
            {manages && (
              <p className="mt-3 flex flex-wrap gap-2 print:hidden">
                <button type="submit" className="button">
                  {t("contacts.chosen")}
                </button>
                <Go href={`${CONTACTS}/chosen?all=1${asked.size > 0 ? `&${asked}` : ""}`} className="button">
                  {t("contacts.allMatching", { count: formats.integer(found.total) })}
                </Go>
              </p>
            )}
          </form>
          <ListPager {...{ t, formats, list, query }} page={found} total={found.total} />
        </section>
      ) : (
        found && <NoContacts {...{ t, filtered: filters.length > 0, total: found.total }} />
      )}
    </>
  );
}

function NoContacts({ t, filtered, total }: { t: ReturnType<typeof pageTexts>; filtered: boolean; total: number }) {
  const first = (words: string) => (
    <p className="mt-4">
      <Go href={CONTACTS} className="button">
        {words}
      </Go>
    </p>
  );
  if (total > 0) return <Empty title={t("contacts.pageTitle")}>{first(t("monitoring.first"))}</Empty>;
  if (filtered)
    return (
      <Empty title={t("contacts.noneTitle")}>
        <p>{t("contacts.noneText")}</p>
        {first(t("nothing.filterClear"))}
      </Empty>
    );
  return (
    <Empty title={t("contacts.emptyTitle")}>
      <p>{t("contacts.emptyText")}</p>
    </Empty>
  );
}
