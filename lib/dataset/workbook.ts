import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Rows } from "./copy-rows";
import { closingOf, openingOf, type Sheet, type SheetColumn, workbookParts } from "./workbook-parts";

/** Excel's and LibreOffice's limit; the heading takes one of them. */
const MOST_ROWS = 1_048_576;
/** A part of 4 GiB would need a kind of zip that not every reader knows. */
const MOST_BYTES = 4_000_000_000;
const END_OF_ROW = "</row>";

export type Workbook = {
  title: string;
  columns: readonly SheetColumn[];
  /** The time that the file's parts carry. */
  now: Date;
};

/**
 * The bytes of a workbook while its rows come, in a memory that does not grow: sheet by sheet, and when all are written
 * the parts that tell how many there are.
 *
 * @param rows `<row>…</row>` each, nothing between them.
 */
export async function* writeWorkbook(workbook: Workbook, rows: AsyncIterator<Rows>): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const fail = (error: Error) => out.destroy(error);
  // Level 1: this much text is halved in time for a few per cent of size.
  const options = { compressionLevel: 1, mtime: workbook.now };
  const supply = new Supply(rows);
  const sheets: Sheet[] = [];
  zip.on("error", fail);

  const addSheet = () => {
    const part = `xl/worksheets/sheet${sheets.length + 1}.xml`;
    zip.addReadStream(Readable.from(sheet(), { objectMode: false }).on("error", fail), part, options);
  };
  async function* sheet(): AsyncGenerator<Buffer> {
    yield Buffer.from(openingOf(workbook.columns, sheets.length === 0));
    let room = MOST_ROWS - 1;
    for (let bytes = 0; room > 0 && bytes < MOST_BYTES; ) {
      const taken = await supply.take(room);
      if (!taken) break;
      yield taken.bytes;
      room -= taken.count;
      bytes += taken.bytes.length;
    }
    const written = { name: nameOf(workbook.title, sheets.length), rows: MOST_ROWS - room };
    yield Buffer.from(closingOf(workbook.columns, written));
    sheets.push(written);
    // The zip asks for the next part when this one is done, so what follows is added before.
    if (await supply.hasMore()) return addSheet();
    for (const [name, xml] of workbookParts(sheets, workbook.columns.length))
      zip.addBuffer(Buffer.from(xml), name, options);
    zip.end();
  }

  addSheet();
  yield* out as AsyncIterable<Buffer>;
}

/** Excel takes 31 characters, and some of them not. */
const nameOf = (title: string, before: number): string =>
  `${title.replace(/[[\]:*?/\\]/g, " ").slice(0, 24)}${before > 0 ? ` ${before + 1}` : ""}`;

/** Rows in portions that end where a sheet must. */
class Supply {
  #held: Rows | null = null;
  constructor(readonly rows: AsyncIterator<Rows>) {}

  /** At most so many rows; null when there are none left. */
  async take(most: number): Promise<Rows | null> {
    if (!(await this.hasMore())) return null;
    const { bytes, count } = this.#held!;
    const end = count <= most ? bytes.length : endOfRows(bytes, most);
    this.#held = count <= most ? null : { bytes: bytes.subarray(end), count: count - most };
    return { bytes: bytes.subarray(0, end), count: Math.min(count, most) };
  }

  async hasMore(): Promise<boolean> {
    if (this.#held) return true;
    const { done, value } = await this.rows.next();
    if (!done) this.#held = value;
    return !done;
  }
}

/** Where the first `count` rows end. No text has this in it: its `<` is written `&lt;`. */
function endOfRows(bytes: Buffer, count: number): number {
  let end = 0;
  for (let row = 0; row < count; row++) end = bytes.indexOf(END_OF_ROW, end) + END_OF_ROW.length;
  return end;
}
