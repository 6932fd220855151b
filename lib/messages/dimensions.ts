/**
 * What messages are told apart by, one at a time, in the order of a report. The names are those of the filters, so that a
 * figure can link to its rows.
 */
export const DIMENSIONS = ["country", "operator", "sender", "campaign", "label", "gateway", "reason"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * By what cells are told apart: not at all, by a dimension, by the hour of the week that the account's clocks showed. In
 * the order in which Postgres keeps them; what is new comes last.
 */
export const COUNTED_BY = [
  "all",
  "country",
  "operator",
  "sender",
  "label",
  "reason",
  "gateway",
  "campaign",
  "hour",
] as const satisfies readonly ("all" | Dimension | "hour")[];
export type CountedBy = (typeof COUNTED_BY)[number];

/** What time is counted in: a quarter of an hour (every zone of the world cuts days at one), days, months, all of it. */
export const SPANS = ["quarter", "day", "month", "ever"] as const;
export type Span = (typeof SPANS)[number];

/**
 * processing: from acceptance to handing over, but of Test and Duplicate · confirmation: from acceptance to confirmation,
 * of delivered messages.
 */
export const MEASURES = ["processing", "confirmation"] as const;
export type Measure = (typeof MEASURES)[number];
