import { createInflateRaw, inflateRawSync } from "node:zlib";

/** A part of a zip: where its data are and how they are packed. */
export type Part = { data: Uint8Array; packed: boolean };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCATOR = 0x07064b50;
/** What a part may become when unpacked: more is no list of a million rows but an attack. */
const LARGEST = 2 * 1024 ** 3;
const PIECE = 64 * 1024;

/**
 * The parts of a zip by name. Source: PKWARE's APPNOTE, 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
 * @returns null when it is not whole, or encrypted.
 */
export function partsOf(zip: Buffer): Map<string, Part> | null {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) return null;
  const parts = new Map<string, Part>();
  for (let at = directoryOf(zip, end); at + 46 <= zip.length && zip.readUInt32LE(at) === ENTRY; ) {
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const [, size, local] = largeOf(
      zip.subarray(at + 46 + name, at + 46 + name + extra),
      [24, 20, 42].map((field) => zip.readUInt32LE(at + field)),
    ) as [number, number, number];
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8) || local + 30 > zip.length) return null;
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    if (from + size > zip.length) return null;
    parts.set(zip.toString("utf8", at + 46, at + 46 + name), {
      data: zip.subarray(from, from + size),
      packed: method === 8,
    });
    at += 46 + name + extra + comment;
  }
  return parts.size > 0 ? parts : null;
}

/** Where the list of parts begins. */
function directoryOf(zip: Buffer, end: number): number {
  const at = zip.readUInt32LE(end + 16);
  if (at !== ELSEWHERE || end < 20 || zip.readUInt32LE(end - 20) !== LOCATOR) return at;
  const large = Number(zip.readBigUInt64LE(end - 12));
  return large + 56 <= zip.length ? Number(zip.readBigUInt64LE(large + 48)) : at;
}

/** What stands for "in the extra field", where writers put it that do not know beforehand how large a part becomes. */
const ELSEWHERE = 0xffffffff;

function largeOf(extra: Buffer, given: readonly number[]): number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return given.map((value) => {
    if (value !== ELSEWHERE || at + 8 > extra.length) return value;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
}

/** A small part as text. @throws Error when it is broken. */
export function textOfPart({ data, packed }: Part): string {
  const bytes = packed ? inflateRawSync(data, { maxOutputLength: 64 * 1024 ** 2 }) : data;
  return new TextDecoder().decode(bytes);
}

/** A part's text as it is unpacked, in pieces of any length. @throws Error when it is broken, or far too large. */
export async function* piecesOfPart({ data, packed }: Part): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const piece of packed ? unpacked(data) : [data]) {
    bytes += piece.byteLength;
    if (bytes > LARGEST) throw new Error("A part of the zip is too large.");
    yield decoder.decode(piece, { stream: true });
  }
}

async function* unpacked(data: Uint8Array): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: PIECE });
  inflate.end(data);
  try {
    yield* inflate;
  } finally {
    inflate.destroy();
  }
}
