import fc from "fast-check";
import { expect, test } from "vitest";
import { errorFields, type RowEnd, takeRows } from "./copy-rows";

const message = (type: string, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content as string);
  const header = Buffer.alloc(5, type);
  header.writeUInt32BE(4 + bytes.length, 1);
  return Buffer.concat([header, bytes]);
};
const row = (text: string) => message("d", `${text}\n`);

/** Feeds the bytes in pieces, as a socket would. */
function readInPieces(bytes: Buffer, cuts: readonly number[], rowEnd: RowEnd) {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
  let [rest, text, count, ended] = [Buffer.alloc(0), "", 0, false];
  for (let i = 1; i < places.length; i++) {
    const taken = takeRows(Buffer.concat([rest, bytes.subarray(places[i - 1], places[i])]), rowEnd);
    text += taken.rows.bytes.toString();
    count += taken.rows.count;
    ended ||= taken.ended;
    rest = Buffer.from(taken.rest);
  }
  return { text, count, ended, left: rest.length };
}

const rows = fc.array(fc.string({ unit: "binary", maxLength: 200 }), { maxLength: 30 });
const cuts = fc.array(fc.nat(), { maxLength: 10 });

test("rows come out whole and in order, wherever the bytes were cut, and end as asked", () => {
  fc.assert(
    fc.property(rows, cuts, fc.constantFrom<RowEnd>("\n", "\r\n"), (texts, places, rowEnd) => {
      const bytes = Buffer.concat([
        message("H", "\0\0\0"),
        ...texts.map(row),
        message("c", ""),
        message("C", "COPY 1\0"),
        message("Z", "I"),
      ]);
      expect(readInPieces(bytes, places, rowEnd)).toEqual({
        text: texts.map((text) => text + rowEnd).join(""),
        count: texts.length,
        ended: true,
        left: 0,
      });
    }),
  );
});

test("a line break inside a row is the row's own", () => {
  const { rows } = takeRows(Buffer.concat([row('1,"a\nb\r\nc"'), row("2,")]), "\r\n");
  expect(rows.bytes.toString()).toBe('1,"a\nb\r\nc"\r\n2,\r\n');
});

test("what the server says besides is passed over, and an error is handed on", () => {
  const error = message("E", "SERROR\0C22012\0Mdivision by zero\0\0");
  const taken = takeRows(Buffer.concat([row("1"), message("N", "SNOTICE\0\0"), message("S", "a\0b\0"), error]), "\n");
  expect(taken.rows).toMatchObject({ count: 1 });
  expect(taken.ended).toBe(false);
  expect(errorFields(taken.error!)).toEqual({ S: "ERROR", C: "22012", M: "division by zero" });
});
