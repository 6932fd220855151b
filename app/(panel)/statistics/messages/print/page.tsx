import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { makeMessageReport } from "@/lib/statistics/message-report";
import { pageTexts } from "@/lib/texts";
import { PaperPage } from "../../_parts/paper-page";
import { messageReport } from "../../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.messagesTitle") };
}

export default async function MessageStatisticsPaper({ searchParams }: { searchParams: Promise<RawParams> }) {
  return <PaperPage list={messageReport} raw={await searchParams} make={makeMessageReport} />;
}
