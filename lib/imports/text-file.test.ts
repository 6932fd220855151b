import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EncodingGuess, guessSeparator, linesOfPaste, separatorTold } from "./text-file";

const guess = (bytes: Uint8Array, cut = bytes.length) => {
  const found = new EncodingGuess();
  for (let at = 0; at < bytes.length; at += cut) found.add(bytes.subarray(at, at + cut));
  return found.end();
};
const utf16 = (text: string, mark: boolean) => Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe("the encoding", () => {
  test("is told by its mark, by zeros, by being UTF-8 or by not being it", () => {
    const text = "teléfono\tNúñez\r\n34600111222\tAna\r\n";
    expect(guess(utf16(text, true))).toBe("utf-16le");
    expect(guess(swapped(utf16(text, true)))).toBe("utf-16be");
    expect(guess(utf16(text, false))).toBe("utf-16le");
    expect(guess(swapped(utf16(text, false)))).toBe("utf-16be");
    expect(guess(Buffer.from(text))).toBe("utf-8");
    expect(guess(Buffer.from(`\ufeff${text}`))).toBe("utf-8");
    expect(guess(Buffer.from(text, "latin1"))).toBe("windows-1252");
    expect(guess(Buffer.from("34600111222\n"))).toBe("utf-8");
    expect(guess(Buffer.from([0x61, 0xc3]))).toBe("windows-1252");
  });

  test("is UTF-8 wherever the file is cut, also inside a letter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 7 }), (text, cut) => {
        fc.pre(!text.includes("\0"));
        expect(guess(Buffer.from(text), cut)).toBe("utf-8");
      }),
    );
  });

  test("is an old Excel's when only the last row says so", () => {
    const file = Buffer.concat([Buffer.alloc(300_000, "34600111222\n"), Buffer.from("Núñez\n", "latin1")]);
    expect(guess(file, 65_536)).toBe("windows-1252");
  });
});

describe("the separator", () => {
  test.each([
    ["telefono;nombre;ciudad\n34600111222;Ana;Vigo\n", ";"],
    ["34600111222\tAna\n34600111333\tLuis, el otro\n", "\t"],
    ['phone,name\n34600111222,"García; Ana"\n', ","],
    ["34600111222|Ana\n", "|"],
    ["34600111222\n34600111333\n", ","],
    ["telefono;nombre\n34600111222;Ana, de Vigo\n34600111333;Luis, de Lugo\n", ";"],
    ["Clientes de la tienda\n\nNombre;Teléfono\nAna;34600111222\n", ";"],
    ["Lista; de noviembre\nphone,name,city\n34600111222,Ana,Vigo\n34600111333,Luis,Lugo\n", ","],
    ["", ","],
  ])("of %j is %j", (text, separator) => {
    expect(guessSeparator(text)).toBe(separator);
  });

  test("may be told by the file itself", () => {
    expect(separatorTold("sep=;\r\na;b\r\n")).toBe(";");
    expect(separatorTold("a;b\r\n")).toBeNull();
    expect(separatorTold("sep=x\r\n")).toBeNull();
  });
});

test("pasted numbers are one a line however they were parted; lists with more stay as they are", () => {
  expect(linesOfPaste("34600111222, 34600111333;34600111444\n+34600111555  600111666")).toBe(
    "34600111222\n34600111333\n34600111444\n+34600111555\n600111666\n",
  );
  const list = "34600111222;Ana\n34600111333;Luis\n";
  expect(linesOfPaste(list)).toBe(list);
});
