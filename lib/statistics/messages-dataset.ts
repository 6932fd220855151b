import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice } from "@/lib/dataset/field";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { STEPS, type Step } from "./figures";
import { previousPeriod, usualStep } from "./steps";

/** STATISTICS - Messages asks what MONITORING - Messages asks, and how to tell it. */
export const messageStatistics = defineDataset({
  ...messageDataset,
  // No list of rows, so nothing to choose of them.
  columns: [],
  sorts: ["sent"],
  fields: {
    ...messageDataset.fields,
    by: choice(STEPS, { several: false }),
    compare: choice(["previous"], { several: false }),
  },
});
export type MessageStatisticsQuery = QueryOf<typeof messageStatistics>;

/** What is asked for of the messages, apart from how it is told. */
export function askedOf({ period, filter }: MessageStatisticsQuery): {
  query: MessageQuery;
  step: Step;
  previous: MessageQuery | null;
} {
  const { by, compare, ...messages } = filter;
  const query: MessageQuery = { period, filter: messages, columns: null, sort: "sent", size: 50, page: null };
  return {
    query,
    step: by?.[0] ?? usualStep(period),
    previous: compare ? { ...query, period: previousPeriod(period) } : null,
  };
}
