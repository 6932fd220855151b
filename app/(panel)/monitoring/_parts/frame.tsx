import type { ComponentProps, ReactNode } from "react";
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
  title = t("monitoring.title"),
  kinds = { label: t("monitoring.searchType"), links: searchTypes(t, question.params) },
  children,
  ...form
}: {
  t: Texts;
  list: List;
  question: Question;
  told: Pick<ReturnType<typeof tellQuery>, "sentence" | "filters">;
  zone: string;
  /** What the page is called, and its neighbours that are asked the same; of MONITORING unless they are given. */
  title?: string;
  kinds?: ComponentProps<typeof SubNav>;
  firstRow: readonly string[];
  options: Record<string, readonly Option[]>;
  remember?: (form: FormData) => Promise<void>;
  buttons?: ReactNode;
  /** The answer; none where the question could not be read. */
  children: ReactNode;
}) {
  const { query, unreadable, params } = question;
  const faults = faultsOf(t, list.dataset.fields, unreadable, params);
  return (
    <main id="content" className="page">
      <h1>{title}</h1>
      <SubNav {...kinds} />
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
