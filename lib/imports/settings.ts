import { z } from "zod";
import { ENCODINGS, SEPARATORS } from "./text-file";

/** More columns than these are no list of contacts. */
export const MOST_COLUMNS = 50;

/**
 * What a column of the file is: the number, the name, an extra field the account has (by its key), one it is given now
 * (by its label), or nothing.
 */
export const columnMeaning = z.union([
  z.enum(["number", "name", "ignore"]),
  z.string().regex(/^field:[a-z0-9_]{1,40}$/),
  z.string().regex(/^new:[^\0]{1,40}$/),
]);
export type ColumnMeaning = z.infer<typeof columnMeaning>;

export const importSettings = z.object({
  encoding: z.enum(ENCODINGS),
  separator: z.enum(SEPARATORS),
  /** The first line names the columns. */
  header: z.boolean(),
  columns: z.array(columnMeaning).max(MOST_COLUMNS),
  /** Of numbers without country code. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** Into one the account has, a new one, or into no group. */
  group: z.union([z.object({ id: z.int().positive() }), z.object({ name: z.string().min(1).max(80) })]).nullable(),
  /** replace: who is in the group and not in the file leaves it. */
  mode: z.enum(["add", "replace"]),
  /** Every number of the file goes on the blacklist as well; settings of before 2026-11-26 do not tell. */
  blacklist: z.boolean().optional(),
  /** The sheet that was read, and those of the workbook that were not; of a file of text none. */
  sheet: z.string().nullable(),
  otherSheets: z.array(z.string()),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** What became of the rows. Every row of the file is in exactly one of the first four. */
export type ImportReport = {
  /** Contacts that are new in the agenda. */
  added: number;
  /** Contacts that were there, written over or not. */
  known: number;
  /** Rows with a number that an earlier row of the file had. */
  duplicates: number;
  /** Rows without a number that could be read. */
  refused: number;
  /** Rows with nothing in them, which are none of the four; reports of before 2026-11-26 do not tell. */
  empty?: number;
  /** Among the first two: numbers that were put right. */
  repaired: number;
  /** Among the known ones: name or fields were written over. */
  changed: number;
  /** Numbers that are on the blacklist: in the agenda, and still not sent to. */
  blacklisted: number;
  /** Of these: numbers that this import put there. */
  barred?: number;
  /** null: into no group. */
  group: { id: number; name: string; joined: number; already: number; left: number } | null;
};

/** Why a row is not in the agenda, or not as it stood. */
export const REMARKS = [
  "no-number",
  "invalid-number",
  "damaged-number",
  "duplicate-in-file",
  "too-long",
  "broken-line",
] as const;
export type Remark = (typeof REMARKS)[number];
