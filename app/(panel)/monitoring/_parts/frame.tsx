import type { ReactNode } from "react";
import type { Option } from "@/app/_ui/picker";
import { SubNav } from "@/app/_ui/sub-nav";
import type { tellQuery } from "@/lib/dataset/tell";
import type { Texts } from "@/lib/texts";
import { faultsOf } from "../faults";
import type { List, Question } from "../list";
import { searchTypes } from "../search-types";
import { Unreadable } from "./nothing";
import { SearchForm } from "./search-form";
import { FilterChips } from "./told";

/** What stands above the rows of every list: which list, what was asked, and the form to ask again. */
export function ListFrame({
  t,
  list,
  question,
  told: { sentence, filters },
  zone,
  children,
  ...form
}: {
  t: Texts;
  list: List;
  question: Question;
  told: Pick<ReturnType<typeof tellQuery>, "sentence" | "filters">;
  zone: string;
  firstRow: readonly string[];
  options: Record<string, readonly Option[]>;
  remember: (form: FormData) => Promise<void>;
  /** The answer; none where the question could not be read. */
  children: ReactNode;
}) {
  const { query, unreadable, params } = question;
  const faults = faultsOf(t, list.dataset.fields, unreadable, params);
  return (
    <main id="content" className="page">
      <h1>{t("monitoring.title")}</h1>
      <SubNav label={t("monitoring.searchType")} links={searchTypes(t, params)} />
      {unreadable.length === 0 && <p className="text-soft">{sentence}</p>}
      <FilterChips t={t} list={list} filters={filters} query={query} />
      {unreadable.length > 0 && <Unreadable t={t} list={list} faults={faults} params={params} />}
      <div className="mt-4">
        <SearchForm t={t} list={list} question={question} faults={faults} zone={zone} {...form} />
      </div>
      {children}
    </main>
  );
}
