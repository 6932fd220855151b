import { type Field, unreadable } from "./field";

/* Filters that only the figures of a report ask: never in the form, but told and removable like the others. */

/** A length of time in whole seconds, from `from` to before `to` (null: without end); or that there is none. */
export type Span = { from: number; to: number | null } | "none";

/** Written `10..30`, `86400..` or `none`. */
export function span(): Field<Span> {
  return {
    input: { kind: "text", max: 20 },
    hidden: true,
    read: ([value = ""]) => {
      if (value === "none") return value;
      const match = /^(\d{1,8})\.\.(\d{1,8})?$/.exec(value);
      if (!match) return unreadable;
      const [from, to] = [Number(match[1]), match[2] === undefined ? null : Number(match[2])];
      return to === null || to > from ? { from, to } : unreadable;
    },
    write: (value) => [value === "none" ? value : `${value.from}..${value.to ?? ""}`],
  };
}

/** A value of a dimension that is left out; empty: the rows that have none. */
export type Exception<D extends string> = { of: D; value: string };

/** More than a report ever tells apart, whatever was left out before. */
const MOST = 100;

/**
 * All but these values, written `country:ES`: what a report's "others" are.
 * @param readable what a value of each dimension looks like.
 */
export function except<D extends string>(readable: Record<D, (value: string) => boolean>): Field<Exception<D>[]> {
  const read = (text: string): Exception<D> | undefined => {
    const [of = "", value = ""] = splitOnce(text);
    if (!Object.hasOwn(readable, of) || value.includes("\0")) return undefined;
    return value === "" || readable[of as D](value) ? { of: of as D, value } : undefined;
  };
  return {
    input: { kind: "text", max: 300 },
    hidden: true,
    read: (values) => {
      const exceptions = [...new Set(values)].sort().map(read);
      const readable = exceptions.filter((each) => each !== undefined);
      return readable.length === exceptions.length && readable.length <= MOST ? readable : unreadable;
    },
    write: (value) => value.map(({ of, value }) => `${of}:${value}`).sort(),
  };
}

/** What was written, for whoever tells it. */
export function splitOnce(text: string): [of: string, value: string] {
  const colon = text.indexOf(":");
  return [text.slice(0, colon), text.slice(colon + 1)];
}
