import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { parse } from "csv-parse/sync";

const run = promisify(execFile);
const MISSING = "These tests open files in LibreOffice: install it (Debian: apt-get install libreoffice-calc).";

/**
 * What a double-click does in LibreOffice with a CSV of ours: it knows UTF-16 (65535) by the mark, proposes tab, comma and
 * semicolon as separators, and reads numbers and dates as the language (a Windows language id) has them; with "detect
 * special numbers" ticked, which is the harder case for texts. Without a window it guesses none of this: the charset and
 * the separator must be told, so they are.
 */
export const doubleClick = (language: number): string => `CSV:9/44/59,34,65535,1,,${language},false,true`;
export const ENGLISH = 1033;
export const SPANISH = 3082;
export const GERMAN = 1031;

/** UTF-8, comma, cells as they are shown, results instead of formulas; every sheet a file. */
const SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

/**
 * The cells that LibreOffice shows, sheet by sheet in their order.
 * @param filter how to read it; a workbook needs none.
 */
export async function openInLibreOffice(file: Uint8Array, name: string, filter?: string): Promise<string[][][]> {
  const folder = await mkdtemp(join(tmpdir(), "acuse-office-"));
  try {
    await writeFile(join(folder, name), file);
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile"))}`;
    const input = filter ? [`--infilter=${filter}`] : [];
    const output = join(folder, "shown");
    const args = [profile, "--headless", ...input, "--convert-to", SHOWN, "--outdir", output, join(folder, name)];
    await run("soffice", args).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new Error(MISSING) : error;
    });
    const sheets = (await readdir(output)).sort((one, other) => one.length - other.length || one.localeCompare(other));
    return await Promise.all(
      sheets.map(async (sheet) => parse(await readFile(join(output, sheet)), { relax_column_count: true })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The parts of a zip by name, found by its directory. Source: PKWARE's APPNOTE, 4.3.12 and 4.3.16; no zip64. */
export function unzip(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf("PK\u0005\u0006");
  const parts = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(at + 20)));
    parts.set(zip.toString("utf8", at + 46, at + 46 + nameLength!), content.toString());
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return parts;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
