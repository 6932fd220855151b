import type { RawParams } from "@/lib/dataset/dataset";
import { offeredFor } from "@/lib/messages/offered";
import { makeMessageReport } from "@/lib/statistics/message-report";
import { askedOf } from "@/lib/statistics/messages-dataset";
import { NoRows } from "../../monitoring/messages/_parts/no-rows";
import { messageList } from "../../monitoring/messages/question";
import { ReportPage } from "../_parts/report-page";
import { messageReport } from "../question";

export { generateMetadata } from "../_parts/report-page";

export default async function MessageStatisticsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const list = { ...messageList, path: messageReport.path };
  return (
    <ReportPage
      {...{ list: messageReport, raw: await searchParams, own: offeredFor, make: makeMessageReport }}
      firstRow={["msisdn", "sender", "text"]}
      noRows={(scope, query) => <NoRows {...{ scope, list }} query={askedOf(query).query} matching={0} />}
    />
  );
}
