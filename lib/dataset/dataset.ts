import type { Column } from "./column";
import { type Field, unreadable } from "./field";
import { instantIn } from "./instant";
import { type Clock, type Period, type Preset, readPeriod, writePeriod } from "./period";

/**
 * The kernel of every list: filters, columns and orders named once, as data. Form, URL, SQL, table, CSV, XLSX and the
 * sentence above the list all come from it.
 */
// biome-ignore lint/suspicious/noExplicitAny: a field of any value; FilterOf gives it back precisely.
export type Fields = Record<string, Field<any>>;
export type FilterOf<F extends Fields> = { -readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never };

export type Dataset<F extends Fields = Fields, C extends string = string, S extends string = string> = {
  /** Begins file names; the texts are under `dataset.<name>`. */
  name: string;
  fields: F;
  columns: readonly Column<C>[];
  /** The first is the default. Every order ends with the id. */
  sorts: readonly S[];
  /**
   * What the rows of an order stand by, of a list whose ids are numbers. Without it: by an instant, and ids are UUIDs.
   */
  places?: Record<S, Place>;
  period: Preset;
  /** Its rows are there, whenever they came: no period is asked, told or put into a file's name. */
  timeless?: true;
};

export type Place = "instant" | "number" | "text";

export const SIZES = [50, 100, 200] as const;
export type Size = (typeof SIZES)[number];

/** Where a page begins or ends: the place of a row in the order, opaque in the URL. `at`: ISO instant, decimal or text. */
export type Cursor = { at: string; id: string };

export type Query<F extends Fields = Fields, C extends string = string, S extends string = string> = {
  period: Period;
  filter: FilterOf<F>;
  /** Chosen columns in the order shown; null: the reader's remembered ones or the standard ones. */
  columns: C[] | null;
  sort: S;
  size: Size;
  page: { after: Cursor } | { before: Cursor } | null;
};

export type QueryOf<D> = D extends Dataset<infer F, infer C, infer S> ? Query<F, C, S> : never;
export type ColumnOf<D> = D extends Dataset<Fields, infer C, string> ? C : never;

export function defineDataset<F extends Fields, const C extends string, const S extends string>(
  dataset: Dataset<F, C, S>,
): Dataset<F, C, S> {
  return dataset;
}

/** Next's searchParams, or a URL's own. */
export type RawParams = URLSearchParams | Record<string, string | string[] | undefined>;

/** The question, and the names of the parameters that could not be read. With any of those nothing may be answered. */
export type Reading<F extends Fields, C extends string, S extends string> = {
  query: Query<F, C, S>;
  unreadable: string[];
};

/**
 * Reads the question from the URL. Unknown parameters are ignored, so a stale bookmark opens; a known one that cannot
 * be read is reported, so a mistyped filter never widens an answer: a page says so and shows nothing, a file or the
 * API answers 400.
 */
export function readQuery<F extends Fields, C extends string, S extends string>(
  dataset: Dataset<F, C, S>,
  raw: RawParams,
  clock: Clock,
): Reading<F, C, S> {
  const values = (key: string): string[] => {
    const all = raw instanceof URLSearchParams ? raw.getAll(key) : [raw[key] ?? []].flat();
    return all.map((value) => value.trim()).filter((value) => value !== "");
  };
  const failed: string[] = [];
  const fail = <T>(key: string, instead: T): T => {
    failed.push(key);
    return instead;
  };

  const filter: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(dataset.fields)) {
    const given = values(key);
    if (given.length === 0) continue;
    const value = field.read(given);
    if (value === unreadable) failed.push(key);
    else filter[key] = value;
  }

  const [period] = dataset.timeless ? [] : values("period");
  const [sort] = values("sort");
  const [size] = values("size");
  const [after] = values("after");
  const [before] = values("before");
  const keys = values("fields").flatMap((value) => columnsNamed(dataset, value.split(",")));
  const known = dataset.columns.map(({ key }) => key);
  const fallback = readPeriod(undefined, dataset.period, clock)!;
  const order =
    sort === undefined
      ? dataset.sorts[0]!
      : (dataset.sorts.find((each) => each === sort) ?? fail("sort", dataset.sorts[0]!));
  const place = dataset.places?.[order];
  return {
    query: {
      period: readPeriod(period, dataset.period, clock) ?? fail("period", fallback),
      filter: filter as FilterOf<F>,
      columns:
        keys.length === 0
          ? null
          : keys.every((key) => known.includes(key as C))
            ? [...new Set(keys as C[])]
            : fail("fields", null),
      sort: order,
      size: size === undefined ? SIZES[0] : (SIZES.find((each) => String(each) === size) ?? fail("size", SIZES[0])),
      page:
        after !== undefined
          ? readPage("after", after, place, fail)
          : before !== undefined
            ? readPage("before", before, place, fail)
            : null,
    },
    unreadable: failed,
  };
}

function readPage(
  side: "after" | "before",
  text: string,
  place: Place | undefined,
  fail: <T>(key: string, instead: T) => T,
) {
  const cursor = place ? readNumbered(place, text) : readCursor(text);
  if (!cursor) return fail(side, null);
  return side === "after" ? { after: cursor } : { before: cursor };
}

/** Reads back to the same query; defaults are not written, so equal questions have equal addresses. */
export function writeQuery<F extends Fields, C extends string, S extends string>(
  dataset: Dataset<F, C, S>,
  query: Query<F, C, S>,
): URLSearchParams {
  const params = new URLSearchParams();
  if (query.period.preset !== dataset.period) params.set("period", writePeriod(query.period));
  for (const [key, field] of Object.entries(dataset.fields)) {
    const value = query.filter[key];
    if (value !== undefined) for (const written of field.write(value)) params.append(key, written);
  }
  if (query.columns) params.set("fields", query.columns.join(","));
  if (query.sort !== dataset.sorts[0]) params.set("sort", query.sort);
  if (query.size !== SIZES[0]) params.set("size", String(query.size));
  const write = dataset.places ? writeNumbered : writeCursor;
  if (query.page && "after" in query.page) params.set("after", write(query.page.after));
  if (query.page && "before" in query.page) params.set("before", write(query.page.before));
  return params;
}

/** The same question with something else: a chip that narrows, a link that removes a filter. Back to its first page. */
export function withFilter<F extends Fields, C extends string, S extends string>(
  query: Query<F, C, S>,
  change: { [K in keyof F]?: FilterOf<F>[K] | undefined },
): Query<F, C, S> {
  const filter = { ...query.filter, ...change };
  for (const key of Object.keys(filter)) if (filter[key] === undefined) delete filter[key];
  return { ...query, filter: filter as FilterOf<F>, page: null };
}

/** Milliseconds (the resolution of our instants) and the row's id: exact, and short enough for an address. */
const writeCursor = ({ at, id }: Cursor): string => `${new Date(at).getTime().toString(36)}_${id}`;

function readCursor(text: string): Cursor | null {
  const match = /^([0-9a-z]{6,10})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  if (!match) return null;
  const at = instantIn(match[1]!);
  return at && { at: at.toISOString(), id: match[2]! };
}

/** Keys of columns, where the name of a group stands for all of its columns. Unknown words stay as they are. */
export const columnsNamed = ({ columns }: { columns: readonly Column[] }, words: readonly string[]): string[] =>
  words.flatMap((word) => {
    const members = columns.filter(({ group }) => group === word).map(({ key }) => key);
    return members.length > 0 ? members : [word];
  });

/** The columns to show: those asked for, else those remembered (unknown ones left out), else the standard ones. */
export function columnsOf<F extends Fields, C extends string, S extends string>(
  dataset: Dataset<F, C, S>,
  query: Query<F, C, S>,
  remembered?: readonly string[],
): Column<C>[] {
  const find = (keys: readonly string[]) =>
    keys.map((key) => dataset.columns.find((each) => each.key === key)).filter((each) => each !== undefined);
  const chosen = find(query.columns ?? remembered ?? []);
  return chosen.length > 0 ? chosen : dataset.columns.filter(({ standard }) => standard);
}

/** Whatever a row stands by, and its number. */
const writeNumbered = ({ at, id }: Cursor): string => `${base64url(at)}_${id}`;

function readNumbered(place: Place, text: string): Cursor | null {
  const match = /^([\w-]{0,400})_(\d{1,15})$/.exec(text);
  const at = match && fromBase64url(match[1]!);
  if (at === null) return null;
  if (place === "number" && !/^-?\d{1,15}(?:\.\d{1,10})?$/.test(at)) return null;
  if (place === "instant" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) return null;
  if (place === "instant" && Number.isNaN(Date.parse(at))) return null;
  return at.includes("\0") ? null : { at, id: match![2]! };
}

// A definition runs in the browser too, which has no Buffer.
const base64url = (text: string) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function fromBase64url(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (unit) => unit.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
