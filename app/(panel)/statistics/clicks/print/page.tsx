import type { Metadata } from "next";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { makeClickReport } from "@/lib/statistics/clicks/report";
import { pageTexts } from "@/lib/texts";
import { PaperPage } from "../../_parts/paper-page";
import { clickReport } from "../../question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("statistics.clicksTitle") };
}

export default async function ClickStatisticsPaper({ searchParams }: { searchParams: Promise<RawParams> }) {
  return <PaperPage list={clickReport} raw={await searchParams} make={makeClickReport} />;
}
