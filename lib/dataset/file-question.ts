import { type SQL, sql } from "drizzle-orm";
import type { Column } from "./column";

/** What a file is made of. */
export type FileQuestion = {
  columns: readonly Column[];
  /** A select of the question's rows, in its order, with each column under its key, as it is stored. */
  rows: SQL;
};

/** How the reader of a file made for people says things. Plain data, so that the kernel needs neither texts nor formats. */
export type FileWords = {
  heading(column: Column): string;
  /** By the name that a column has for its words (`status`), then by value. A value without a word stands for itself. */
  words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The account's IANA zone: times are told in it and headings name it. */
  zone: string;
};

/** Times are told in the account's zone, and the heading is the place to say so. */
export const headingOf = (column: Column, { heading, zone }: FileWords): string =>
  column.kind === "time" ? `${heading(column)} (${zone})` : heading(column);

/** The rows under a name, so that each column is worked out once however often an expression names it (`offset 0`). */
export const named = (rows: SQL): SQL => sql`(${rows} offset 0) as rows`;

export const storedValue = ({ key }: Column): SQL => sql`rows.${sql.identifier(key)}`;

/**
 * The reader's word for a value; what has no word is written as any text. A jsonb is searched by halves, so a country among
 * 245 costs no more than a status among eight.
 */
export function wordOf(column: Column, { words }: FileWords, asText: (value: SQL) => SQL): SQL {
  const value = sql`${storedValue(column)}::text`;
  const known = words[column.words ?? ""] ?? {};
  return sql`coalesce(${JSON.stringify(known)}::jsonb ->> ${value}, ${asText(value)})`;
}
