import { escapeXml } from "./xml";

/*
 * A workbook's rows out of COPY's CSV, byte by byte: Postgres writes values much faster than XML, and asking it of each
 * text whether something in it must be escaped costs as much as writing it.
 */

/** What COPY is told to write between values, and around one that has a line break or one of the two in it. */
export const BETWEEN = 0x01;
export const AROUND = 0x02;
const ROW_END = 0x0a;

/** What stands around a column's values; an opening ends with the tag that holds the value. */
export type Cell = { opening: Buffer; closing: Buffer };

const ROW = Buffer.from("<row>");
const END_OF_ROW = Buffer.from("</row>");
const NOTHING = Buffer.from("<c/>");
/** Blanks at the edges of a text are dropped unless its tag says this. */
const KEEP_BLANKS = Buffer.from(' xml:space="preserve"');

/** How a byte is written that does not stand for itself. */
const WRITTEN = Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  const xml = character === '"' ? character : escapeXml(character);
  return xml === character ? undefined : Buffer.from(xml);
});
const UNDERSCORE = 0x5f;
const ESCAPED_UNDERSCORE = Buffer.from("_x005F_");
/** Begins U+FFFE and U+FFFF, which XML does not have, and much that it has. */
const HIGH = 0xef;
/** 1 for the bytes that need a look; most are copied without. */
const NOTABLE = Uint8Array.from({ length: 0x100 }, (_, code) =>
  WRITTEN[code] || code === UNDERSCORE || code === HIGH ? 1 : 0,
);

/** `<row>…</row>` for each row of `source`: whole rows, each with a value for every cell and ended by LF. */
export function xmlOfRows(source: Buffer, cells: readonly Cell[]): Buffer {
  const xml = new Xml(source);
  while (xml.hasMore()) {
    xml.put(ROW);
    for (const cell of cells) xml.putCell(cell);
    xml.put(END_OF_ROW);
  }
  return xml.written();
}

class Xml {
  #at = 0;
  #length = 0;
  #out: Buffer;
  constructor(readonly source: Buffer) {
    this.#out = Buffer.allocUnsafe(3 * source.length);
  }

  hasMore = (): boolean => this.#at < this.source.length;
  written = (): Buffer => this.#out.subarray(0, this.#length);

  /** Leaves room for what is left of the source, so that single bytes need not ask for it. */
  put(bytes: Buffer): void {
    const room = bytes.length + this.source.length - this.#at;
    if (this.#out.length - this.#length < room) this.#out = Buffer.concat([this.written()], 2 * (this.#length + room));
    const out = this.#out;
    let length = this.#length;
    for (let i = 0; i < bytes.length; i++) out[length++] = bytes[i]!;
    this.#length = length;
  }

  putCell({ opening, closing }: Cell): void {
    const first = this.source[this.#at];
    if (first === BETWEEN || first === ROW_END) {
      this.put(NOTHING);
    } else {
      this.put(opening);
      const begin = this.#length;
      this.#putValue(first === AROUND);
      if (this.#hasBlankEdges(begin)) this.#insert(begin - 1, KEEP_BLANKS);
      this.put(closing);
    }
    this.#at++;
  }

  #putValue(quoted: boolean): void {
    const { source } = this;
    if (quoted) this.#at++;
    for (;;) {
      let at = this.#at;
      let length = this.#length;
      const out = this.#out;
      let byte = source[at]!;
      while (NOTABLE[byte] === 0 && (quoted || byte !== ROW_END)) {
        out[length++] = byte;
        byte = source[++at]!;
      }
      this.#at = at;
      this.#length = length;
      if (quoted && byte === AROUND) {
        this.#at++;
        if (source[at + 1] !== AROUND) return;
      } else if (!quoted && (byte === BETWEEN || byte === ROW_END)) return;
      this.#putNotable(byte);
    }
  }

  /** The byte where we are, and one that goes with it. */
  #putNotable(byte: number): void {
    const { source } = this;
    const at = this.#at;
    const whole = byte === HIGH && source[at + 1] === 0xbf && source[at + 2]! >= 0xbe ? 3 : 1;
    const written =
      whole === 3
        ? Buffer.from(escapeXml(source.toString("utf8", at, at + whole)))
        : byte === UNDERSCORE && LOOKS_ESCAPED.test(source.toString("latin1", at + 1, at + 7))
          ? ESCAPED_UNDERSCORE
          : (WRITTEN[byte] ?? source.subarray(at, at + 1));
    this.#at += whole;
    this.put(written);
  }

  #hasBlankEdges(begin: number): boolean {
    return this.#length > begin && (isBlank(this.#out[begin]!) || isBlank(this.#out[this.#length - 1]!));
  }

  #insert(place: number, bytes: Buffer): void {
    const moved = Buffer.from(this.#out.subarray(place, this.#length));
    this.#length = place;
    this.put(bytes);
    this.put(moved);
  }
}

const LOOKS_ESCAPED = /^x[0-9A-Fa-f]{4}_/;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a;
