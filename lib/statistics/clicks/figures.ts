import type { ClickQuery } from "@/lib/clicks/dataset";
import type { Rule } from "@/lib/clicks/rules";
import type { Delays } from "@/lib/messages/delays";
import type { Step } from "../figures";

/* The figures of STATISTICS - Clicks as they are read. */

/** What visits are told apart by. Each is a filter of MONITORING - Clicks by the same name. */
export const DIMENSIONS = ["target", "campaign", "device", "system", "browser", "country"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type Visits = { people: number; robots: number };
export type ValueVisits = Visits & { value: string | null };
/** Those that people visited most, first; the rest in one. */
export type Split = { top: ValueVisits[]; others: (Visits & { values: number }) | null };

export type Asked = { query: ClickQuery; step: Step; top: number };

export type Figures = {
  /** Messages that a person visited. */
  clickedMessages: number;
  rules: { rule: Rule; visits: number }[];
  /** Only steps with visits. */
  series: (Visits & { at: string })[];
  week: { weekday: number; hour: number; visits: number }[];
  splits: Record<Dimension, Split>;
  /** From the delivery to the visit, of people. */
  since: Delays;
};
