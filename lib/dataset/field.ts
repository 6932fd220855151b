/**
 * One filter: how it is read from the URL, written back, and asked for in the form. Labels are keys of the texts
 * (`field.<name>`), so a definition holds no language. What cannot be read is `unreadable`, never "no filter".
 */
export const unreadable = Symbol("unreadable");

export type Input =
  | { kind: "text"; max: number; inputMode?: "numeric" | "decimal" }
  | { kind: "choice"; options: readonly string[]; several: boolean }
  /** A choice whose options are the account's own (its campaigns, gateways), given when the form is drawn. */
  | { kind: "reference"; of: string; several: boolean };

export type Field<T> = {
  input: Input;
  /** Only reached by links from reports; not in the form, but told and removable. */
  hidden?: boolean;
  /** In the fold "More filters". */
  more?: boolean;
  /** `values` are the non-empty ones of the URL, at least one. */
  read(values: readonly string[]): T | typeof unreadable;
  write(value: T): readonly string[];
};

type Options = { more?: boolean; hidden?: boolean };

/** Free text, matched as text; `max` is the longest that can be in the data. */
export function text({ max, more, hidden }: { max: number } & Options): Field<string> {
  return {
    input: { kind: "text", max },
    ...{ more, hidden },
    // PostgreSQL's text cannot hold NUL, so nothing can contain it.
    read: ([value = ""]) => (value.length <= max && !value.includes("\0") ? value : unreadable),
    write: (value) => [value],
  };
}

/** A recipient: digits, whole; or its beginning, written with a `*` after it. A `+` arrives as a space in a query string. */
export function msisdn({ more }: Options = {}): Field<{ digits: string; starts: boolean }> {
  return {
    input: { kind: "text", max: 24, inputMode: "numeric" },
    more,
    read: ([value = ""]) => {
      const match = /^(?:\+|00)?(\d{1,20})(\*?)$/.exec(value.replace(/[\s().-]/g, ""));
      return match ? { digits: match[1]!, starts: match[2] === "*" } : unreadable;
    },
    write: ({ digits, starts }) => [starts ? `${digits}*` : digits],
  };
}

/** One or several of a closed list; kept in the list's own order, so equal questions have equal addresses. */
export function choice<const O extends string>(
  options: readonly O[],
  { several = true, more, hidden }: { several?: boolean } & Options = {},
): Field<O[]> {
  return {
    input: { kind: "choice", options, several },
    ...{ more, hidden },
    read: (values) => {
      if (values.some((value) => !options.includes(value as O))) return unreadable;
      const picked = options.filter((option) => values.includes(option));
      return several || picked.length === 1 ? picked : unreadable;
    },
    write: (value) => value,
  };
}

/** Several of the account's own numbered things. @param digits of the longest number that the column can hold. */
export function reference(
  of: string,
  { more, hidden, digits = 15 }: Options & { digits?: number } = {},
): Field<number[]> {
  return {
    input: { kind: "reference", of, several: true },
    ...{ more, hidden },
    read: (values) => {
      const ids = values.map((value) => (value.length <= digits && /^\d+$/.test(value) ? Number(value) : Number.NaN));
      return ids.some(Number.isNaN) || ids.length > 100
        ? unreadable
        : [...new Set(ids)].sort((one, other) => one - other);
    },
    write: (value) => value.map(String),
  };
}

/** Several free words of one kind (countries, operators): matched whole. */
export function words({
  of,
  max,
  pattern,
  more,
  hidden,
}: { of: string; max: number; pattern?: RegExp } & Options): Field<string[]> {
  return {
    input: { kind: "reference", of, several: true },
    ...{ more, hidden },
    read: (values) => {
      const fits = values.every(
        (value) => value.length <= max && !value.includes("\0") && (!pattern || pattern.test(value)),
      );
      return fits && values.length <= 300 ? [...new Set(values)].sort() : unreadable;
    },
    write: (value) => value,
  };
}

/** A whole number, one at least. */
export function count({ more }: Options = {}): Field<number> {
  return {
    input: { kind: "text", max: 7, inputMode: "numeric" },
    more,
    read: ([value = ""]) => (/^[1-9]\d{0,6}$/.test(value) ? Number(value) : unreadable),
    write: (value) => [String(value)],
  };
}

/** A decimal number as a text that Postgres reads exactly; comma or point. */
export function decimal({ more }: Options = {}): Field<string> {
  return {
    input: { kind: "text", max: 12, inputMode: "decimal" },
    more,
    read: ([value = ""]) => (/^\d{1,8}([.,]\d{1,4})?$/.test(value) ? value.replace(",", ".") : unreadable),
    write: (value) => [value],
  };
}
