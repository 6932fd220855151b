import * as workbooks from "@e965/xlsx";
import { stringify } from "csv-stringify/sync";
import { MOST_ROWS, UnreadableFile } from "./read-rows";

export type WorkbookText = { sheet: string; otherSheets: string[]; pieces: Iterable<string> };

const ROWS_A_PIECE = 5_000;

/**
 * The first sheet of an XLS or XLSX that has rows, as text with commas: numbers with all of their digits, whatever the
 * cell shows, dates and the rest as they are shown.
 * @throws UnreadableFile
 */
export function readWorkbook(file: Uint8Array): WorkbookText {
  const book = open(file);
  const full = book.SheetNames.filter((name) => dataOf(book, name).length > 0);
  const [sheet, ...otherSheets] = full;
  if (sheet === undefined) throw new UnreadableFile("empty-workbook");
  const rows = dataOf(book, sheet);
  if (rows.length > MOST_ROWS + 1) throw new UnreadableFile("too-many-rows", rows.length);
  return { sheet, otherSheets, pieces: piecesOf(rows) };
}

function open(file: Uint8Array): workbooks.WorkBook {
  try {
    // One row more than can be taken, so that too many are noticed and no more are read.
    return workbooks.read(file, { type: "array", dense: true, cellNF: true, sheetRows: MOST_ROWS + 2 });
  } catch {
    throw new UnreadableFile("no-workbook");
  }
}

type Cells = (workbooks.CellObject | undefined)[];

const dataOf = (book: workbooks.WorkBook, name: string): Cells[] =>
  ((book.Sheets[name] as { "!data"?: Cells[] } | undefined)?.["!data"] ?? []) as Cells[];

function* piecesOf(rows: Cells[]): Generator<string> {
  for (let start = 0; start < rows.length; start += ROWS_A_PIECE)
    yield stringify(rows.slice(start, start + ROWS_A_PIECE).map((row) => Array.from(row ?? [], textOf)));
}

/** A long number may be shown as 3.46E+10; its value has all digits. */
function textOf(cell: workbooks.CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.v === null) return "";
  if (cell.t === "n" && Number.isInteger(cell.v) && !workbooks.SSF.is_date(String(cell.z ?? ""))) return String(cell.v);
  return cell.w ?? String(cell.v);
}
