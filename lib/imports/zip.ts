import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";

/** A part of a zip, still packed. */
export type Part = { zip: ZipFile; entry: Entry };

/** What a part may become when unpacked: more is no list of a million rows but an attack. In bytes. */
const LARGEST = 2 * 1024 ** 3;
const LARGEST_TEXT = 64 * 1024 ** 2;
const MOST_PARTS = 10_000;

/** The parts of a zip by name. @returns null when it is not whole, encrypted, or of more parts than any workbook. */
export async function partsOf(file: Buffer): Promise<Map<string, Part> | null> {
  const parts = new Map<string, Part>();
  try {
    const zip = await fromBufferPromise(file, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (!entry.canDecodeFileData() || parts.size === MOST_PARTS) return null;
      parts.set(entry.fileName, { zip, entry });
    }
  } catch {
    return null;
  }
  return parts.size > 0 ? parts : null;
}

/** A small part as text. @throws Error when it is broken, or not small. */
export async function textOfPart(part: Part): Promise<string> {
  let text = "";
  for await (const piece of piecesOfPart(part, LARGEST_TEXT)) text += piece;
  return text;
}

/** A part's text as it is unpacked, in pieces of any length. @throws Error when it is broken, or larger than it says. */
export async function* piecesOfPart({ zip, entry }: Part, most = LARGEST): AsyncGenerator<string> {
  if (entry.uncompressedSize > most) throw new Error("A part of the zip is too large.");
  const decoder = new TextDecoder();
  for await (const piece of await zip.openReadStreamPromise(entry))
    yield decoder.decode(piece as Uint8Array, { stream: true });
}
