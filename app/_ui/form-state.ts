/** What a form shows after it was sent. Without a script it comes with the whole page, with one by itself. */
export type FormState = {
  /** What was typed, when it must not be lost; passwords never. */
  values: Readonly<Record<string, readonly string[]>>;
  /** What is wrong, by field, in the reader's words. */
  faults: Readonly<Record<string, string>>;
  /** What is wrong with the whole. */
  fault: string | null;
  done: string | null;
  /** Shown this once, to be copied. */
  secret: string | null;
  /** What came out of it, where that takes a table; shown by a `SentTable` of the form. */
  table: SentRows | null;
};

export type SentRows = { caption: string; heads: readonly string[]; rows: readonly (readonly string[])[] };

/** A server action as forms use it; what comes before the two is bound in the page. */
export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;

export const UNSENT: FormState = { values: {}, faults: {}, fault: null, done: null, secret: null, table: null };
