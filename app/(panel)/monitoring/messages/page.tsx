import type { Metadata } from "next";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { messageDataset } from "@/lib/messages/dataset";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { listMessages } from "@/lib/messages/queries";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { ListFrame } from "../_parts/frame";
import { Trouble } from "../_parts/nothing";
import { asOutcome } from "../list";
import { optionsOf } from "../options";
import { NoRows } from "./_parts/no-rows";
import { Results } from "./_parts/results";
import { rememberColumns } from "./actions";
import { messageList, readQuestion } from "./question";

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
  const keys = columns.map(({ key }) => key);
  const [own, list] = await Promise.all([
    offeredFor(scope, query),
    unreadable.length > 0 ? null : listMessages(scope, query, keys).catch(asOutcome),
  ]);
  const told = tellQuery(messageDataset, query, wordsOf(t, formats, namesOf(t, formats, own)));

  return (
    <ListFrame
      {...{ t, list: messageList, question, told, zone: scope.zone, remember: rememberColumns }}
      firstRow={["msisdn", "sender", "text"]}
      options={optionsOf(t, formats, messageDataset.fields, own, params)}
    >
      {list instanceof AppError ? (
        <Trouble t={t} error={list} />
      ) : list && list.rows.length > 0 ? (
        <Results {...{ t, formats, question, list, now, manages: may(scope, "manage") }} sentence={told.sentence} />
      ) : (
        list && <NoRows scope={scope} query={query} matching={list.totals.messages} />
      )}
    </ListFrame>
  );
}
