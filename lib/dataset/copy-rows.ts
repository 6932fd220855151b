/*
 * What Postgres sends in answer to a COPY … TO STDOUT: one CopyData message a row, whatever line breaks are in it.
 * Source: PostgreSQL's manual, "Message Formats": a byte for the type, then a length that counts itself, then the content.
 */
const HEADER = 5;
const COPY_DATA = 0x64; // d
const ERROR_RESPONSE = 0x45; // E
const READY_FOR_QUERY = 0x5a; // Z

export type RowEnd = "\n" | "\r\n";

/** `bytes` holds whole rows only. */
export type Rows = { bytes: Buffer; count: number };

export type Taken = {
  rows: Rows;
  /** The beginning of a message whose end has not come yet. */
  rest: Buffer;
  /** The content of an ErrorResponse. */
  error: Buffer | null;
  /** The server has said all there is to say. */
  ended: boolean;
};

/**
 * Takes the messages apart and puts the rows together, each with `rowEnd` instead of the LF that Postgres ends it with.
 * Works inside `received`, which holds the rows afterwards: a row with its end is never longer than its message, because
 * the header is longer than any row's end.
 */
export function takeRows(received: Buffer, rowEnd: RowEnd): Taken {
  let error: Buffer | null = null;
  let ended = false;
  let count = 0;
  let at = 0;
  let written = 0;
  while (received.length - at >= HEADER) {
    const next = at + 1 + received.readUInt32BE(at + 1);
    if (next > received.length) break;
    switch (received[at]) {
      case COPY_DATA: {
        const length = next - at - HEADER - 1;
        received.copyWithin(written, at + HEADER, next - 1);
        written += length;
        if (rowEnd === "\r\n") received[written++] = 0x0d;
        received[written++] = 0x0a;
        count++;
        break;
      }
      case ERROR_RESPONSE:
        error = Buffer.from(received.subarray(at + HEADER, next));
        break;
      case READY_FOR_QUERY:
        ended = true;
        break;
    }
    at = next;
  }
  return { rows: { bytes: received.subarray(0, written), count }, rest: received.subarray(at), error, ended };
}

/** The fields of an ErrorResponse by their one-letter names: `C` the SQLSTATE, `M` the message. */
export function errorFields(content: Buffer): Record<string, string> {
  const fields = content.toString("utf8").split("\0").filter(Boolean);
  return Object.fromEntries(fields.map((field) => [field[0]!, field.slice(1)]));
}
