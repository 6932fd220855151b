import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import { campaignDataset } from "@/lib/campaigns/dataset";
import { listCampaigns } from "@/lib/campaigns/queries";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { Trouble, Unreadable } from "../monitoring/_parts/nothing";
import { SearchForm } from "../monitoring/_parts/search-form";
import { FilterChips } from "../monitoring/_parts/told";
import { faultsOf } from "../monitoring/faults";
import { asOutcome, readQuestion } from "../monitoring/list";
import { optionsOf } from "../monitoring/options";
import { NoRows } from "./_parts/no-rows";
import { Results } from "./_parts/results";
import { rememberColumns } from "./actions";
import { campaignList } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("campaigns.title") };
}

export default async function CampaignsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(campaignList, scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const { sentence, filters } = tellQuery(campaignDataset, query, wordsOf(t, formats, namesOf(t, formats, {})));
  const faults = faultsOf(t, campaignDataset.fields, unreadable, params);
  const keys = columns.map(({ key }) => key);
  const list = unreadable.length > 0 ? null : await listCampaigns(scope, query, keys).catch(asOutcome);
  return (
    <main id="content" className="page">
      <h1>{t("campaigns.title")}</h1>
      {unreadable.length === 0 && <p className="mt-1 text-soft">{sentence}</p>}
      <FilterChips t={t} list={campaignList} filters={filters} query={query} />
      {unreadable.length > 0 && <Unreadable t={t} list={campaignList} faults={faults} params={params} />}
      <div className="mt-4">
        <SearchForm
          {...{ t, list: campaignList, question, faults, zone: scope.zone, remember: rememberColumns }}
          firstRow={["name", "sender", "state"]}
          options={optionsOf(t, formats, campaignDataset.fields, {}, params)}
        />
      </div>
      {list instanceof AppError ? (
        <Trouble t={t} error={list} />
      ) : list && list.rows.length > 0 ? (
        <Results {...{ t, formats, question, list, sentence, now }} zone={scope.zone} />
      ) : (
        list && <NoRows scope={scope} query={query} matching={list.totals.campaigns} />
      )}
    </main>
  );
}
