import * as workbooks from "@e965/xlsx";
import { textOfNumber } from "./cell-text";
import { looksLikePhone } from "./phone-cell";
import { MOST_ROWS, UnreadableFile } from "./read-rows";
import { openXlsx, type Sheet, type SheetRow } from "./read-xlsx";

export type WorkbookText = { sheet: string; otherSheets: string[]; pieces: AsyncIterable<string> };

const ROWS_A_PIECE = 5_000;
/** Of a sheet. */
const LAST_ROW = 1_048_576;
/** So many rows of each sheet are looked at for telephone numbers. */
const LOOKED_AT = 50;

/**
 * The list in a workbook as text with commas: the first sheet that has telephone numbers in its first rows, or else the
 * first that has rows. XLSX is read as it is unpacked; XLS, whose sheets end at 65 536 rows, and others are held whole.
 * @throws UnreadableFile
 */
export async function readWorkbook(file: Buffer): Promise<WorkbookText> {
  try {
    const sheets = (await openXlsx(file)) ?? openOther(file);
    const full: { sheet: Sheet; phones: boolean }[] = [];
    for (const sheet of sheets) {
      const rows = await firstRows(sheet);
      if (rows.length > 0) full.push({ sheet, phones: rows.some(({ cells }) => cells.some(looksLikePhone)) });
    }
    const list = (full.find(({ phones }) => phones) ?? full[0])?.sheet;
    if (!list) throw new UnreadableFile("empty-workbook");
    const others = full.filter(({ sheet }) => sheet !== list);
    return { sheet: list.name, otherSheets: others.map(({ sheet }) => sheet.name), pieces: textOf(list) };
  } catch (error) {
    throw readable(error);
  }
}

/** Whatever is wrong inside of a file that somebody gave us is no fault of ours. */
const readable = (error: unknown) => (error instanceof UnreadableFile ? error : new UnreadableFile("no-workbook"));

async function firstRows(sheet: Sheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheet.rows()) {
    rows.push(row);
    if (rows.length === LOOKED_AT) break;
  }
  return rows;
}

/** Empty rows stay, as empty lines: the report names rows by the numbers that the spreadsheet shows. */
async function* textOf(sheet: Sheet): AsyncGenerator<string> {
  let text = "";
  let line = 0;
  let count = 0;
  try {
    for await (const { number, cells } of sheet.rows()) {
      // The heading comes on top.
      if (++count > MOST_ROWS + 1) throw new UnreadableFile("too-many-rows", number);
      if (number > LAST_ROW) throw new UnreadableFile("no-workbook");
      if (number > ++line) text += "\n".repeat(number - line);
      line = number;
      text += `${cells.map(quoted).join(",")}\n`;
      if (count % ROWS_A_PIECE !== 0) continue;
      yield text;
      text = "";
    }
  } catch (error) {
    throw readable(error);
  }
  if (text !== "") yield text;
}

/** A row is a line here, so that lines are counted as the spreadsheet counts its rows. */
const quoted = (cell: string): string => {
  const text = cell.includes("\n") || cell.includes("\r") ? cell.replace(/\r\n|\r|\n/g, " ") : cell;
  return text.includes(",") || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
};

type Cells = (workbooks.CellObject | undefined)[];

function openOther(file: Buffer): Sheet[] {
  // One row more than can be taken, so that too many are noticed and no more are read.
  const book = workbooks.read(file, { type: "buffer", dense: true, cellNF: true, sheetRows: MOST_ROWS + 2 });
  const date1904 = book.Workbook?.WBProps?.date1904 ?? false;
  return book.SheetNames.map((name) => ({
    name,
    async *rows() {
      const rows = ((book.Sheets[name] as { "!data"?: Cells[] } | undefined)?.["!data"] ?? []) as Cells[];
      for (const [place, row] of rows.entries()) {
        const cells = Array.from(row ?? [], (cell) => textOfCell(cell, date1904));
        if (cells.some((cell) => cell !== "")) yield { number: place + 1, cells };
      }
    },
  }));
}

function textOfCell(cell: workbooks.CellObject | undefined, date1904: boolean): string {
  if (!cell || cell.v === undefined || cell.v === null) return "";
  if (cell.t === "n") return textOfNumber(Number(cell.v), String(cell.z ?? ""), date1904);
  return cell.w ?? String(cell.v);
}
