import { and, asc, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db";
import { importChunks, imports } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { listFields } from "@/lib/contacts/fields";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { uuid7s } from "@/lib/messages/uuid7";
import { workbookTextInThread } from "./in-thread";
import { UnreadableFile } from "./read-rows";
import { guessColumns, sampleRows, separatorOf } from "./rows";
import type { ImportSettings } from "./settings";
import { type Encoding, EncodingGuess } from "./text-file";

/** A million rows with a name and some fields. */
export const LARGEST_FILE = 100 * 1024 * 1024;
/** Imports that are being told what they are, or run. */
const MOST_OPEN = 20;
const CHUNK = 256 * 1024;
/** What tells a workbook. */
const MARK_BYTES = 4;
/** What is looked at to know what a file is. */
export const SAMPLE_BYTES = 64 * 1024;
export const SAMPLE_ROWS = 20;

/**
 * Keeps a file, or pasted numbers, as a draft: nothing is in the agenda before its columns are told. A workbook is kept
 * as the text of its first sheet.
 *
 * @param name the file's name; empty for pasted numbers.
 * @returns the import's id.
 * @throws FieldError (file: empty-file, too-large, no-workbook, empty-workbook, too-many-rows) · AppError too-many.
 */
export async function storeFile(
  scope: Scope,
  name: string,
  file: AsyncIterable<Uint8Array>,
  now: Date,
): Promise<string> {
  demand(scope, "manage");
  const open = and(eq(imports.accountId, scope.accountId), sql`${imports.state} in ('draft', 'waiting', 'running')`);
  if ((await db.$count(imports, open)) >= MOST_OPEN)
    throw new AppError("too-many", `At most ${MOST_OPEN} imports can be open.`, "most-imports");
  const id = uuid7s(now, 1)[0]!;
  try {
    const stored = await keep(scope, id, bounded(file));
    if (stored.bytes === 0) throw new FieldError({ file: "empty-file" });
    const settings = await guess(scope, id, stored);
    const { actor, accountId } = scope;
    const userId = actor.kind === "user" ? actor.userId : null;
    await db.insert(imports).values({
      ...{ accountId, id, createdAt: now, userId, name: name.replaceAll("\0", "").slice(0, 255), bytes: stored.bytes },
      settings,
    });
    return id;
  } catch (error) {
    await removeChunks(scope, id);
    if (error instanceof UnreadableFile) throw new FieldError({ file: error.key });
    throw error;
  }
}

async function* bounded(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of file) {
    bytes += piece.byteLength;
    if (bytes > LARGEST_FILE) throw new FieldError({ file: "too-large" });
    yield piece;
  }
}

type Stored = { bytes: number; encoding: Encoding; sheet: string | null; otherSheets: string[] };

async function keep(scope: Scope, id: string, file: AsyncGenerator<Uint8Array>): Promise<Stored> {
  const first = await beginningOf(file);
  const whole = resumed(first, file);
  let found: { sheet: string | null; otherSheets: string[] } = { sheet: null, otherSheets: [] };
  const workbook = isWorkbook(first);
  const text = workbook ? workbookTextInThread(whole, (told) => (found = told)) : whole;
  const guess = new EncodingGuess();
  let bytes = 0;
  let n = 0;
  for await (const data of cut(text)) {
    if (!workbook) guess.add(data);
    bytes += data.byteLength;
    await db.insert(importChunks).values({ accountId: scope.accountId, importId: id, n: n++, data: Buffer.from(data) });
  }
  return { bytes, encoding: workbook ? "utf-8" : guess.end(), ...found };
}

/** Enough of a file to tell what it is, however small its first pieces are; of a smaller file all. */
async function beginningOf(file: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let beginning: Uint8Array = new Uint8Array();
  while (beginning.byteLength < MARK_BYTES) {
    const { done, value } = await file.next();
    if (done) break;
    beginning = Buffer.concat([beginning, value]);
  }
  return beginning;
}

/** A zip (XLSX) or a compound file (XLS); what it holds is found out by reading it. */
const isWorkbook = (first: Uint8Array): boolean =>
  [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((mark) => mark.every((byte, i) => first[i] === byte));

async function* resumed(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** In pieces of one size, whatever size they come in. */
async function* cut(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.byteLength;
    if (size < CHUNK) continue;
    const all = Buffer.concat(held);
    const whole = all.byteLength - (all.byteLength % CHUNK);
    for (let at = 0; at < whole; at += CHUNK) yield all.subarray(at, at + CHUNK);
    held = [all.subarray(whole)];
    size = all.byteLength - whole;
  }
  if (size > 0) yield Buffer.concat(held);
}

async function guess(scope: Scope, id: string, { encoding, sheet, otherSheets }: Stored): Promise<ImportSettings> {
  const text = await sampleText(scope, id, encoding);
  // A workbook is kept as text with commas, whatever else stands in its cells.
  const separator = sheet === null ? separatorOf(text.text) : ",";
  const rows = sampleRows(text.text, separator, SAMPLE_ROWS, text.whole);
  return {
    ...{ encoding, separator, ...guessColumns(rows, await listFields(scope)), sheet, otherSheets },
    ...{ country: scope.account.defaultCountry, group: null, mode: "add" },
  };
}

/** The beginning of a kept file. `whole`: there is no more. */
export async function sampleText(
  scope: Scope,
  id: string,
  encoding: Encoding,
): Promise<{ text: string; whole: boolean }> {
  const [chunk] = await chunks(scope, id, -1, 1);
  if (!chunk) return { text: "", whole: true };
  const bytes = chunk.data.subarray(0, SAMPLE_BYTES);
  const whole = bytes.byteLength === chunk.data.byteLength && chunk.data.byteLength < CHUNK;
  return { text: new TextDecoder(encoding).decode(bytes, { stream: true }), whole };
}

/** A kept file, piece by piece. */
export async function* piecesOf(scope: Scope, id: string): AsyncGenerator<Uint8Array> {
  for (let n = -1; ; ) {
    const found = await chunks(scope, id, n, 8);
    for (const { data } of found) yield data;
    const last = found.at(-1);
    if (!last) return;
    n = last.n;
  }
}

const chunks = (scope: Scope, id: string, after: number, most: number) =>
  db
    .select({ n: importChunks.n, data: importChunks.data })
    .from(importChunks)
    .where(and(eq(importChunks.accountId, scope.accountId), eq(importChunks.importId, id), gt(importChunks.n, after)))
    .orderBy(asc(importChunks.n))
    .limit(most);

export async function removeChunks(scope: Scope, id: string): Promise<void> {
  await db.delete(importChunks).where(and(eq(importChunks.accountId, scope.accountId), eq(importChunks.importId, id)));
}
