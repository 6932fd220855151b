import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import { clickDataset } from "@/lib/clicks/dataset";
import { listClicks, namedTargets, seenLately } from "@/lib/clicks/queries";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../_parts/frame";
import { Trouble } from "../_parts/nothing";
import { asOutcome, readQuestion } from "../list";
import { optionsOf } from "../options";
import { NoRows } from "./_parts/no-rows";
import { Results } from "./_parts/results";
import { rememberColumns } from "./actions";
import { clickList } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("clicks.title") };
}

export default async function ClicksPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(clickList, scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const keys = columns.map(({ key }) => key);
  const [{ campaign }, seen, target, list] = await Promise.all([
    offeredFor(scope, query),
    seenLately(scope),
    namedTargets(scope, query.filter.target ?? []),
    unreadable.length > 0 ? null : listClicks(scope, query, keys).catch(asOutcome),
  ]);
  const own = { campaign, target, ...seen };
  const told = tellQuery(clickDataset, query, wordsOf(t, formats, namesOf(t, formats, own)));

  return (
    <ListFrame
      {...{ t, list: clickList, question, told, zone: scope.zone, remember: rememberColumns }}
      firstRow={["msisdn", "link", "who"]}
      options={optionsOf(t, formats, clickDataset.fields, own, params)}
    >
      {list instanceof AppError ? (
        <Trouble t={t} error={list} />
      ) : list && list.rows.length > 0 ? (
        <Results {...{ t, formats, query, columns, list }} sentence={told.sentence} />
      ) : (
        list && <NoRows scope={scope} query={query} matching={list.totals.visits} />
      )}
    </ListFrame>
  );
}
