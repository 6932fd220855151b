import { randomBytes } from "node:crypto";
import { LAST_INSTANT } from "@/lib/dataset/instant";

/** Asking the system for a few bytes costs as much as for many: whoever needs one id takes its bytes from a stock. */
const STOCK = 4_096;
let stock: Buffer = Buffer.alloc(0);

function fromStock(size: number): Buffer {
  if (size > STOCK) return randomBytes(size);
  if (size > stock.length) stock = randomBytes(STOCK);
  const taken = stock.subarray(0, size);
  stock = stock.subarray(size);
  return taken;
}

/**
 * UUIDv7 (RFC 9562, 5.7 with the counter of 6.2, method 1) for `count` messages accepted at one millisecond. The
 * first 48 bits are that instant, so the id alone finds the message's partition; 26 bits count up from a random
 * start, so that the ids of one sending sort in its own order; 48 bits are random.
 *
 * @param bytes where the random ones come from; only sample data, the same each time, has another source.
 */
export function uuid7s(at: Date, count: number, bytes: (size: number) => Buffer = fromStock): string[] {
  const milliseconds = at.getTime().toString(16).padStart(12, "0");
  const random = bytes(4 + 6 * count);
  const start = random.readUInt32BE(0) >>> 7; // 25 bits: room for 2^25 more
  const ids = new Array<string>(count);
  for (let i = 0; i < count; i++) {
    const counter = start + i;
    const high = (0x7000 | (counter >>> 14)).toString(16);
    const low = (0x8000 | (counter & 0x3fff)).toString(16);
    const tail = random.toString("hex", 4 + 6 * i, 10 + 6 * i);
    ids[i] = `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-${high}-${low}-${tail}`;
  }
  return ids;
}

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The instant inside an id; null for what is not one of ours. */
export function instantOf(id: string): Date | null {
  if (!SHAPE.test(id)) return null;
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return at <= LAST_INSTANT ? new Date(at) : null;
}
