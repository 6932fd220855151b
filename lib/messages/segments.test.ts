import { readFileSync } from "node:fs";
import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { describe, expect, test } from "vitest";
import { type Segmentation, segmentsOf } from "./segments";

type Vector = { name: string; text: string; encoding: "GSM-7" | "UCS-2" } & Omit<Segmentation, "encoding">;
const vectors: Vector[] = JSON.parse(readFileSync(new URL("./fixtures/segment-vectors.json", import.meta.url), "utf8"));

describe("the published vectors", () => {
  test("are all here", () => expect(vectors).toHaveLength(33));

  test.each(vectors)("$name", ({ text, encoding, characters, units, segments }) => {
    expect(segmentsOf(text)).toEqual({ encoding: encoding === "GSM-7" ? "gsm7" : "ucs2", characters, units, segments });
  });
});

test("an empty text is one segment", () => {
  expect(segmentsOf("")).toEqual({ encoding: "gsm7", characters: 0, units: 0, segments: 1 });
});

test("the whole alphabet and its extension are GSM-7", () => {
  const alphabet =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  expect(alphabet).toHaveLength(127);
  expect(segmentsOf(alphabet)).toEqual({ encoding: "gsm7", characters: 127, units: 127, segments: 1 });
  expect(segmentsOf("^{}\\[~]|€\f")).toEqual({ encoding: "gsm7", characters: 10, units: 20, segments: 1 });
});

test.each([..."áíóúçïÁÍÓÚÀÈ·“”–—\u00a0\t`\u0303\u001b\u20ad\u0000"])(
  "%j alone turns a text into UCS-2",
  (character) => {
    expect(segmentsOf(`hola ${character}`).encoding).toBe("ucs2");
  },
);

test("UCS-2 can be asked for", () => {
  expect(segmentsOf("a".repeat(71))).toMatchObject({ encoding: "gsm7", segments: 1 });
  expect(segmentsOf("a".repeat(71), { ucs2: true })).toEqual({
    encoding: "ucs2",
    characters: 71,
    units: 71,
    segments: 2,
  });
  expect(segmentsOf("€", { ucs2: true })).toEqual({ encoding: "ucs2", characters: 1, units: 1, segments: 1 });
});

test("half a surrogate pair counts as the one unit it takes", () => {
  expect(segmentsOf("\ud83d")).toEqual({ encoding: "ucs2", characters: 1, units: 1, segments: 1 });
  expect(segmentsOf("\ude00\ud83d")).toEqual({ encoding: "ucs2", characters: 2, units: 2, segments: 1 });
});

/** Slow and plain: what cannot be cut is packed whole, part after part. */
function packed(atoms: readonly number[], single: number, part: number): number {
  const total = atoms.reduce((sum, size) => sum + size, 0);
  if (total <= single) return 1;
  const parts: number[] = [0];
  for (const size of atoms) {
    if (parts.at(-1)! + size <= part) parts[parts.length - 1]! += size;
    else parts.push(size);
  }
  return parts.length;
}

const gsm = fc.constantFrom(..."aZ0 ñÑüàΔ@\n\r");
const escaped = fc.constantFrom(..."€[]{}^~|\\\f");
const beyond = fc.constantFrom(..."áçÍ中ب·");
const astral = fc.constantFrom("😀", "𝄞", "🇪");
const text = fc
  .oneof(
    fc.array(fc.oneof({ weight: 9, arbitrary: gsm }, escaped), { maxLength: 700 }),
    fc.array(fc.oneof({ weight: 5, arbitrary: beyond }, gsm, astral), { maxLength: 400 }),
    fc.array(fc.oneof(gsm, escaped, beyond, astral, fc.string({ unit: "binary", maxLength: 2 })), { maxLength: 300 }),
  )
  .map((characters) => characters.join(""));

test("any text is cut as the plain rule cuts it", () => {
  fc.assert(
    fc.property(text, fc.boolean(), (text, ucs2) => {
      const { encoding, characters, units, segments } = segmentsOf(text, { ucs2 });
      const points = [...text];
      const atoms =
        encoding === "ucs2"
          ? points.map((point) => point.length)
          : points.map((point) => ("^{}\\[~]|€\f".includes(point) ? 2 : 1));
      expect(characters).toBe(points.length);
      expect(units).toBe(atoms.reduce((sum, size) => sum + size, 0));
      expect(segments).toBe(encoding === "ucs2" ? packed(atoms, 70, 67) : packed(atoms, 160, 153));
    }),
    { numRuns: 500 },
  );
});

test("any text without composed characters is cut as sms-segments-calculator cuts it", () => {
  let compared = 0;
  fc.assert(
    fc.property(text, (text) => {
      const theirs = new SegmentedMessage(text);
      if (theirs.graphemes.length !== [...text].length) return; // it keeps composed characters whole
      compared++;
      const { encoding, units, segments } = segmentsOf(text);
      expect({ encoding, segments }).toEqual({
        encoding: theirs.encodingName === "GSM-7" ? "gsm7" : "ucs2",
        segments: theirs.segmentsCount,
      });
      if (encoding === "gsm7") expect(units).toBe(theirs.numberOfCharacters);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});
