import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { formatNumber } from "@/lib/messages/numbers";
import { listMessages, listOptions } from "@/lib/messages/queries";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { Results } from "./_parts/results";
import { SearchForm } from "./_parts/search-form";
import { FilterChips } from "./_parts/told";
import { faultsOf } from "./faults";
import { optionsOf } from "./options";
import { readQuestion } from "./question";

export const metadata: Metadata = { title: "Monitoring" };

export default async function MessagesPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const own = await listOptions(scope);
  const chosen = Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]));
  const options = optionsOf(t, formats, own, chosen);
  const names = {
    msisdn: formatNumber,
    country: formats.country,
    campaign: (id: string) => own.campaign.find(({ value }) => value === id)?.label ?? id,
    gateway: (id: string) => own.gateway.find(({ value }) => value === id)?.label ?? id,
  };
  const { sentence, filters } = tellQuery(messageDataset, query, wordsOf(t, formats, names));
  const list =
    unreadable.length > 0
      ? null
      : await listMessages(
          scope,
          query,
          columns.map(({ key }) => key),
        );

  return (
    <main id="content" className="page">
      <h1>{t("monitoring.title")}</h1>
      <p className="mt-1 text-soft">{sentence}</p>
      <FilterChips t={t} filters={filters} query={query} />
      <div className="mt-4">
        <SearchForm
          t={t}
          question={question}
          options={options}
          faults={faultsOf(t, unreadable, params)}
          zone={scope.zone}
        />
      </div>
      {list && <Results t={t} formats={formats} question={question} list={list} sentence={sentence} now={now} />}
    </main>
  );
}
