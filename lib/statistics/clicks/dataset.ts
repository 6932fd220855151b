import { type ClickQuery, clickDataset } from "@/lib/clicks/dataset";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice } from "@/lib/dataset/field";
import { STEPS, type Step } from "../figures";
import { usualStep } from "../steps";

/** STATISTICS - Clicks asks what MONITORING - Clicks asks, and in which steps to tell it. */
export const clickStatistics = defineDataset({
  ...clickDataset,
  columns: [],
  fields: { ...clickDataset.fields, by: choice(STEPS, { several: false }) },
});
export type ClickStatisticsQuery = QueryOf<typeof clickStatistics>;

/** What is asked for of the visits, apart from how it is told. */
export function askedOf({ period, filter }: ClickStatisticsQuery): { query: ClickQuery; step: Step } {
  const { by, ...visits } = filter;
  return {
    query: { period, filter: visits, columns: null, sort: "at", size: 50, page: null },
    step: by?.[0] ?? usualStep(period),
  };
}
