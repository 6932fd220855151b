import type PDFDocument from "pdfkit";

/** pdfkit's bytes without its stream: a list is made of a hundred thousand pieces, and a stream has a price for each. */
export class Gathered {
  #bytes = Buffer.allocUnsafe(256 * 1024);
  #length = 0;

  constructor(pdf: typeof PDFDocument.prototype) {
    const writer = pdf as unknown as { _write(data: string | Uint8Array): void; _offset: number };
    this.#add(pdf.read() as Buffer);
    writer._write = (data) => {
      writer._offset += this.#add(data);
    };
  }

  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  /** Texts are a line each, one byte a character. @returns the bytes that were added. */
  #add(data: string | Uint8Array): number {
    const length = typeof data === "string" ? data.length + 1 : data.length;
    if (this.#length + length > this.#bytes.length) {
      const more = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + length));
      this.#bytes.copy(more, 0, 0, this.#length);
      this.#bytes = more;
    }
    if (typeof data === "string") this.#bytes.write(`${data}\n`, this.#length, "latin1");
    else this.#bytes.set(data, this.#length);
    this.#length += length;
    return length;
  }
}
