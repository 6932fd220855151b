import { type Dataset, type Fields, type Query, withFilter } from "./dataset";
import type { Field } from "./field";
import { inMinutes } from "./period";

/** How a reader says things; made of the texts and formats, so that the kernel needs neither. */
export type Words = {
  /** The text of a key with its placeholders filled. */
  text(key: string, values?: Record<string, string>): string;
  has(key: string): boolean;
  /** How a value of a field is called: the country of a code, the name of a campaign's number. */
  name(field: string, value: string): string;
  /** Local days, both included: "1 to 22 November 2026". */
  days(from: string, to: string): string;
  /** A local minute: "22 November 2026 09:30". */
  minute(local: string): string;
};

/** A filter that is set: what it is called, what it says, and the question without it. */
export type ToldFilter<Q> = { key: string; label: string; value: string; without: Q };

/** More than this many values are counted, not named. */
const NAMED = 6;

/**
 * The question as a sentence in the reader's language, "Messages sent 1 to 22 November 2026 by TIENDA, rejected or
 * expired", and each filter by itself. Each clause's text (`tell.<dataset>.<field>`) brings its own joint, for
 * languages join differently.
 */
export function tellQuery<F extends Fields, C extends string, S extends string>(
  dataset: Dataset<F, C, S>,
  query: Query<F, C, S>,
  words: Words,
): { sentence: string; filters: ToldFilter<Query<F, C, S>>[] } {
  let sentence = dataset.timeless
    ? words.text(`tell.${dataset.name}.all`)
    : tellPeriod(dataset.name, query.period, words);
  const filters: ToldFilter<Query<F, C, S>>[] = [];
  for (const [key, field] of Object.entries(dataset.fields)) {
    const value = query.filter[key];
    if (value === undefined) continue;
    const written = field.write(value);
    const starts =
      field.input.kind === "text" && written[0]?.endsWith("*") && words.has(`tell.${dataset.name}.${key}Starts`);
    const names = starts ? [written[0]!.slice(0, -1)] : written.map((each) => nameOf(key, field, each, words, "told"));
    sentence += words.text(`tell.${dataset.name}.${key}${starts ? "Starts" : ""}`, { value: either(names, words) });
    const shown = starts ? [...written] : written.map((each) => nameOf(key, field, each, words));
    const without = withFilter(query, { [key]: undefined } as Parameters<typeof withFilter<F, C, S>>[1]);
    filters.push({ key, label: words.text(`field.${key}`), value: either(shown, words), without });
  }
  return { sentence, filters };
}

function tellPeriod(name: string, period: Query["period"], words: Words): string {
  if (inMinutes(period))
    return words.text(`tell.${name}.minutes`, { from: words.minute(period.from), to: words.minute(period.to) });
  const days = words.days(period.from, period.to);
  return words.text(`tell.${name}.${period.from === period.to ? "day" : "days"}`, { period: days });
}

/** In a sentence (`told`) a word may differ from the one on its own: "entregados", not "Entregado". */
function nameOf(key: string, field: Field<unknown>, value: string, words: Words, told?: "told"): string {
  if (field.input.kind !== "choice") return words.name(key, value);
  const inSentence = `told.${key}.${value}`;
  return words.text(told && words.has(inSentence) ? inSentence : `${key}.${value}`);
}

function either(names: readonly string[], words: Words): string {
  const named = names.length > NAMED ? names.slice(0, NAMED - 1) : names;
  const more = names.length - named.length;
  const all = more > 0 ? [...named, words.text("tell.more", { count: String(more) })] : named;
  return all.reduce((first, last) => words.text("tell.or", { first, last }));
}
