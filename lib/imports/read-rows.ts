import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { looksLikePhone } from "./phone-cell";
import {
  headingOf,
  type ImportedRow,
  isEmpty,
  MOST_ABOVE,
  PARSING,
  type RefusedRow,
  readRow,
  withoutTold,
} from "./rows";
import type { ImportSettings } from "./settings";

/** `empty`: rows with nothing in them · `bytes`: how much of the file they are made of, from its beginning. */
export type Batch = { rows: ImportedRow[]; refused: RefusedRow[]; empty: number; bytes: number };

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
  const none = (): Batch => ({ rows: [], refused: [], empty: 0, bytes: place.bytes });
  let batch = none();
  let seen = 0;
  try {
    for await (const { cells, line, heading } of withHeading(numbered(pieces, settings, place), settings.header)) {
      if (heading) continue;
      if (isEmpty(cells)) {
        batch.empty++;
        continue;
      }
      if (++seen > MOST_ROWS) throw new UnreadableFile("too-many-rows", line);
      const row = readRow(cells, line, settings);
      if ("reason" in row) batch.refused.push(row);
      else batch.rows.push(row);
      if (batch.rows.length + batch.refused.length < BATCH) continue;
      yield { ...batch, bytes: place.bytes };
      batch = none();
    }
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number };
    if (code?.startsWith("CSV_")) throw new UnreadableFile("open-quote", (lines ?? 0) + place.skipped);
    throw error;
  }
  yield { ...batch, bytes: place.bytes };
}

type Place = { bytes: number; skipped: number };
/** `line`: of a row of several lines the last. */
type Numbered = { cells: string[]; line: number };

async function* numbered(
  pieces: AsyncIterable<Uint8Array>,
  { encoding, separator }: Pick<ImportSettings, "encoding" | "separator">,
  place: Place,
): AsyncGenerator<Numbered> {
  const parser = Readable.from(decoded(pieces, encoding, place)).pipe(parse({ ...PARSING, delimiter: separator }));
  let line = 0;
  for await (const cells of parser as AsyncIterable<string[]>) {
    line++;
    for (const cell of cells) if (/[\r\n]/.test(cell)) line += cell.split(/\r\n|\r|\n/).length - 1;
    yield { cells, line: line + place.skipped };
  }
}

/** Marks the row that names the columns: it is known when the first telephone number was seen, or enough without. */
async function* withHeading(
  rows: AsyncGenerator<Numbered>,
  header: boolean,
): AsyncGenerator<Numbered & { heading?: boolean }> {
  let held: Numbered[] | null = header ? [] : null;
  function* released(all: Numbered[]) {
    const filled = all.filter(({ cells }) => !isEmpty(cells));
    const heading = filled[headingOf(filled.map(({ cells }) => cells))];
    for (const row of all) yield { ...row, heading: row === heading };
  }
  let filled = 0;
  for await (const row of rows) {
    if (held === null) {
      yield row;
      continue;
    }
    held.push(row);
    if (!isEmpty(row.cells)) filled++;
    if (filled < MOST_ABOVE && !row.cells.some(looksLikePhone)) continue;
    yield* released(held);
    held = null;
  }
  if (held) yield* released(held);
}

/** Text without Excel's own first line; what cannot be decoded becomes a replacement mark, seen in the preview. */
async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: string, place: Place): AsyncGenerator<string> {
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
