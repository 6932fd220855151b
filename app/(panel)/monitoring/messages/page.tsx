import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { isAway } from "@/lib/http";
import { messageDataset } from "@/lib/messages/dataset";
import { offeredFor } from "@/lib/messages/offered";
import { listMessages } from "@/lib/messages/queries";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { NoRows } from "./_parts/no-rows";
import { Trouble, Unreadable } from "./_parts/nothing";
import { Results } from "./_parts/results";
import { SearchForm } from "./_parts/search-form";
import { FilterChips } from "./_parts/told";
import { faultsOf } from "./faults";
import { namesOf, optionsOf } from "./options";
import { readQuestion } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("monitoring.title") };
}

export default async function MessagesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const own = await offeredFor(scope, query);
  const { sentence, filters } = tellQuery(messageDataset, query, wordsOf(t, formats, namesOf(formats, own)));
  const faults = faultsOf(t, unreadable, params);
  const keys = columns.map(({ key }) => key);
  const list = unreadable.length > 0 ? null : await listMessages(scope, query, keys).catch(asOutcome);

  return (
    <main id="content" className="page">
      <h1>{t("monitoring.title")}</h1>
      {list && <p className="mt-1 text-soft">{sentence}</p>}
      <FilterChips t={t} filters={filters} query={query} />
      {!list && <Unreadable t={t} faults={faults} params={params} />}
      <div className="mt-4">
        <SearchForm
          t={t}
          question={question}
          options={optionsOf(t, formats, own, params)}
          faults={faults}
          zone={scope.zone}
        />
      </div>
      {list instanceof AppError ? (
        <Trouble t={t} error={list} />
      ) : list && list.rows.length > 0 ? (
        <Results t={t} formats={formats} question={question} list={list} sentence={sentence} now={now} />
      ) : (
        list && <NoRows scope={scope} query={query} matching={list.totals.messages} />
      )}
    </main>
  );
}

/** What the form asked stays on the page when the answer cannot be had. */
function asOutcome(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isAway(error)) return new AppError("unavailable");
  throw error;
}
