/** How a column's values look and sort in a table, a CSV, a workbook, a PDF. */
export type Kind =
  | "text" // free text: disarmed in a spreadsheet
  | "word" // a value of a closed list, shown in the reader's language
  | "code" // an identifier: shown as it is, never disarmed, never a number
  | "phone" // digits with country code: text in a spreadsheet, however long
  | "integer"
  | "decimal" // credits: four places at most
  | "time"; // an instant, in the account's zone

export type Column<K extends string = string> = {
  key: K;
  kind: Kind;
  /** Where the words of a `word` are: the texts under `<words>.<value>`. */
  words?: string;
  /** Its heading, where that is the account's own word and in no text. */
  label?: string;
  /** What its numbers are of, for headings of files, whose cells hold numbers only. */
  unit?: string;
  /** Shown until the user chooses. */
  standard: boolean;
  /** Columns of one choice in the field chooser ("Information of each click"); its name may stand for them in `fields`. */
  group?: string;
};

export const column = <const K extends string>(
  key: K,
  kind: Kind,
  options: { words?: string; label?: string; unit?: string; standard?: boolean; group?: string } = {},
): Column<K> => ({ key, kind, standard: false, ...options });
