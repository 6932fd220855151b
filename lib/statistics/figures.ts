import type { MessageQuery } from "@/lib/messages/dataset";
import type { Delays } from "@/lib/messages/delays";
import type { Dimension } from "@/lib/messages/dimensions";
import type { Status } from "@/lib/messages/status";

/*
 * The figures of STATISTICS - Messages as they are read: exact, without words, without addresses. They come out of the
 * counts where those cover the question, else out of the rows, and are the same either way.
 */

/** What time is cut into, on the account's calendar. Weeks begin on Monday. */
export const STEPS = ["hour", "day", "week", "month"] as const;
export type Step = (typeof STEPS)[number];

/** Sums over messages. Credits are a decimal text. `clicked`: messages that a person clicked. */
export type Sums = {
  messages: number;
  segments: number;
  credits: string;
  clicked: number;
  clicks: number;
  robotClicks: number;
};
/** Statuses without messages are left out. */
export type ByStatus = Partial<Record<Status, Sums>>;

export type Total = {
  byStatus: ByStatus;
  /** Of those that are neither Test nor Duplicate, messages without any receipt. */
  silent: number;
  confirmation: Delays;
  processing: Delays;
};

/** `at`: the local beginning of the step, `2026-03-29T14:00` of an hour, else the first day of it, `2026-03-29`. */
export type SeriesPoint = { at: string; byStatus: ByStatus };

/** Of one value of a dimension; null: the messages that have none. */
export type SplitValue = { value: string | null; byStatus: ByStatus; confirmation: Delays };
/** The values with most messages, most first (of equals the smaller first, none last); the rest in one. */
export type Split = {
  top: SplitValue[];
  others: { values: number; byStatus: ByStatus; confirmation: Delays } | null;
};

/** ISO weekday (1 is Monday) and hour of the day, as the account's clock showed them; only those with messages. */
export type WeekPoint = { weekday: number; hour: number; messages: number };

/** @param top how many values of a dimension are told apart. */
export type Asked = { query: MessageQuery; step: Step; top: number };

/**
 * Where figures come from; each answers for the whole question, inside one snapshot. The split by reason is of the
 * failed messages only.
 */
export type Source = {
  total(): Promise<Total>;
  series(): Promise<SeriesPoint[]>;
  splits(): Promise<Record<Dimension, Split>>;
  week(): Promise<WeekPoint[]>;
};

export type Figures = {
  total: Total;
  /** Only steps with messages, in their order. */
  series: SeriesPoint[];
  splits: Record<Dimension, Split>;
  week: WeekPoint[];
};
