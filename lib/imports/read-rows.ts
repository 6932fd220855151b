import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { type ImportedRow, PARSING, type RefusedRow, readRow, withoutTold } from "./rows";
import type { ImportSettings } from "./settings";

/** `bytes`: how much of the file they are made of, from its beginning. */
export type Batch = { rows: ImportedRow[]; refused: RefusedRow[]; bytes: number };

const BATCH = 5_000;

/** The file is no list of rows: a quote that is never closed, say. `line` is where it was noticed. */
export class UnreadableFile extends Error {
  constructor(
    readonly key: "open-quote" | "too-many-rows" | "no-workbook" | "empty-workbook",
    readonly line = 0,
  ) {
    super(key);
  }
}

export const MOST_ROWS = 1_000_000;

/**
 * The rows of a file of text, in batches; memory stays flat however long it is.
 * @param pieces the file's bytes as they come.
 * @throws UnreadableFile
 */
export async function* readRows(
  pieces: AsyncIterable<Uint8Array>,
  settings: Pick<ImportSettings, "encoding" | "separator" | "header" | "columns" | "country">,
): AsyncGenerator<Batch> {
  const place = { bytes: 0, skipped: 0 };
  const parser = Readable.from(decoded(pieces, settings.encoding, place)).pipe(
    parse({ ...PARSING, delimiter: settings.separator, info: true }),
  );
  let batch: Batch = { rows: [], refused: [], bytes: 0 };
  let first = true;
  let seen = 0;
  // The parser counts an end of line inside quotes twice where it is CR LF.
  let counted = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      for (const cell of record) if (cell.includes("\r\n")) counted += cell.split("\r\n").length - 1;
      const line = info.lines + place.skipped - counted;
      const isHeader = first && settings.header;
      first = false;
      if (isHeader) continue;
      if (++seen > MOST_ROWS) throw new UnreadableFile("too-many-rows", line);
      const row = readRow(record, line, settings);
      if ("reason" in row) batch.refused.push(row);
      else batch.rows.push(row);
      if (batch.rows.length + batch.refused.length < BATCH) continue;
      yield { ...batch, bytes: place.bytes };
      batch = { rows: [], refused: [], bytes: 0 };
    }
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number };
    if (code?.startsWith("CSV_")) throw new UnreadableFile("open-quote", (lines ?? 0) + place.skipped);
    throw error;
  }
  yield { ...batch, bytes: place.bytes };
}

/** Text without Excel's own first line; what cannot be decoded becomes a replacement mark, seen in the preview. */
async function* decoded(
  pieces: AsyncIterable<Uint8Array>,
  encoding: string,
  place: { bytes: number; skipped: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let first = true;
  for await (const piece of pieces) {
    let text = decoder.decode(piece, { stream: true });
    place.bytes += piece.byteLength;
    if (first && text !== "") {
      const rest = withoutTold(text);
      if (rest !== text) place.skipped = 1;
      text = rest;
      first = false;
    }
    if (text !== "") yield text;
  }
  const last = decoder.decode();
  if (last !== "") yield last;
}
