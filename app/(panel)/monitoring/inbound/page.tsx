import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { inboundDataset } from "@/lib/inbound/dataset";
import { listInbound } from "@/lib/inbound/queries";
import { namesOf } from "@/lib/messages/filter-names";
import { formatNumber } from "@/lib/messages/numbers";
import { listOptions } from "@/lib/messages/queries";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../_parts/frame";
import { Trouble } from "../_parts/nothing";
import { asOutcome, readQuestion } from "../list";
import { optionsOf } from "../options";
import { NoRows } from "./_parts/no-rows";
import { Results } from "./_parts/results";
import { rememberColumns } from "./actions";
import { inboundList } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("inbound.title") };
}

export default async function InboundPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScope();
  const now = new Date();
  const question = await readQuestion(inboundList, scope, await searchParams, now);
  const { query, unreadable, params, columns } = question;
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const { gateway } = await listOptions(scope);
  const names = { ...namesOf(t, formats, { gateway }), person: formatNumber };
  const told = tellQuery(inboundDataset, query, wordsOf(t, formats, names));
  const keys = columns.map(({ key }) => key);
  const list = unreadable.length > 0 ? null : await listInbound(scope, query, keys).catch(asOutcome);

  return (
    <ListFrame
      {...{ t, list: inboundList, question, told, zone: scope.zone, remember: rememberColumns }}
      firstRow={["person", "text", "wish"]}
      options={optionsOf(t, formats, inboundDataset.fields, { gateway }, params)}
    >
      {list instanceof AppError ? (
        <Trouble t={t} error={list} />
      ) : list && list.rows.length > 0 ? (
        <Results {...{ t, formats, query, columns, list }} sentence={told.sentence} />
      ) : (
        list && <NoRows scope={scope} query={query} matching={list.totals.texts} />
      )}
    </ListFrame>
  );
}
