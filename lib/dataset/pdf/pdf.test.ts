import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bookmarksOf, hasPoppler, infoOf, linksOf, pagesOf, placeOf, structureOf, textOf } from "@/e2e/read-pdf";
import { PdfDocument, type Sheet } from "./document";
import { faceFor } from "./faces";
import { linesOf, widthOf } from "./lines";
import { paperOf } from "./paper";
import { PdfTable } from "./table";

const sheet: Sheet = {
  ...{ title: "Mensajes de «Ñandú»", language: "es", author: "Tienda", now: new Date("2026-11-22T08:00:00Z") },
  ...{ paper: "a4", head: ["what was asked", "whose"], foot: "made", numbered: { running: (page) => `page ${page}` } },
};

/** A text of each script a sender may use, in the order in which it is read. */
const SCRIPTS = {
  Latin: "Hola José, tu pedido de 12,50 € está en camino",
  Vietnamese: "Tiếng Việt: mã của bạn là 1234",
  Greek: "Γειά σου Κόσμε",
  Cyrillic: "Привет, мир! Ваш код 1234",
  Chinese: "你好，世界！您的验证码是123456",
  "traditional Chinese": "您的驗證碼是123456，請勿洩漏",
  Japanese: "こんにちは世界。カタカナもOKです",
  Korean: "안녕하세요 세계",
  Devanagari: "नमस्ते दुनिया, हिन्दी में क्षत्रिय",
  Thai: "สวัสดีชาวโลก",
  Bengali: "ওহে বিশ্ব আপনার কোড ১২৩৪",
  Gujarati: "હેલો વિશ્વ, તમારો કોડ",
  Gurmukhi: "ਸਤ ਸ੍ਰੀ ਅਕਾਲ ਦੁਨਿਆ",
  Oriya: "ନମସ୍କାର ବିଶ୍ୱ",
  Tamil: "வணக்கம் உலகம், உங்கள் குறியீடு",
  Telugu: "నమస్కారం ప్రపంచం, మీ కోడ్",
  Kannada: "ನಮಸ್ಕಾರ ಜಗತ್ತು, ನಿಮ್ಮ ಕೋಡ್",
  Malayalam: "നമസ്കാരം ലോകം, നിങ്ങളുടെ കോഡ്",
  Sinhala: "ආයුබෝවන් ලෝකය, ඔබේ කේතය",
  Khmer: "សួស្តី ពិភពលោក",
  Lao: "ສະບາຍດີຊາວໂລກ",
  Myanmar: "မင်္ဂလာပါ ကမ္ဘာလောက",
  Georgian: "გამარჯობა მსოფლიო",
  Armenian: "Բարեւ աշխարհ",
  Amharic: "ሰላም ልዑል፣ ኮድዎ",
  symbols: "done ✓ next → best ★ one ① love ♥ call ☎",
};

function written(text: string): Buffer {
  const pdf = new PdfDocument(sheet);
  pdf.lines("P", linesOf([{ text }], 10, pdf.width), { x: pdf.left, width: pdf.width, size: 10 });
  return pdf.end();
}

describe.runIf(hasPoppler)("what is read back", () => {
  test.each(Object.entries(SCRIPTS))("%s is selectable text", (_, text) => {
    expect(textOf(written(text))).toContain(text);
  });

  test("Arabic is joined, stands from right to left and is read in its order", () => {
    const text = textOf(written("مرحبا بالعالم! رمزك هو 12345 شكرا"));
    for (const word of ["مرحبا", "بالعالم", "رمزك", "12345", "شكرا"]) expect(text).toContain(word);
    expect(text.indexOf("مرحبا")).toBeGreaterThan(-1);
    // Joined: the letters are not the ones that stand alone.
    const [line] = linesOf([{ text: "مرحبا" }], 10, 500);
    const ids = line!.pieces.flatMap(({ shaped }) => shaped.glyphs.map(({ id }) => id));
    const alone = Array.from("مرحبا", (each) => linesOf([{ text: each }], 10, 500)[0]!.pieces[0]!.shaped.glyphs[0]!.id);
    expect(ids).not.toEqual(alone.reverse());
  });

  test("whatever letters and marks stand together, no text stops the file", () => {
    const letters = [...new Set(Object.values(SCRIPTS).join(""))];
    const text = fc.string({ unit: fc.constantFrom(...letters, "مَّ", "שׁ", "\u200d", "\u0301"), maxLength: 40 });
    fc.assert(
      fc.property(text, (any) => linesOf([{ text: any }], 10, 200).length > 0),
      { numRuns: 500 },
    );
  });

  test("a mark that a font puts nowhere on a letter stays where it is", () => {
    for (const text of ["ਸ੍ਰੀ ਦੁਨਿਆ", "ప్రపంచం", "നമസ്കാരം"]) {
      const glyphs = linesOf([{ text }], 10, 500)[0]!.pieces.flatMap(({ shaped }) => shaped.glyphs);
      expect(glyphs.every(({ id }) => id !== 0)).toBe(true);
    }
  });

  test("two marks above one letter stand where they were laid out", () => {
    const text = "คำสั่งซื้อ";
    const { left } = new PdfDocument(sheet);
    expect(placeOf(written(`${text} end`), "end")).toBeCloseTo(
      left + widthOf(`${text} end`, 10) - widthOf("end", 10),
      1,
    );
  });

  test("Hebrew with Latin and digits between keeps each in its direction", () => {
    const text = textOf(written("שלום עולם, הקוד שלך 9876 (חשוב) abc"));
    for (const word of ["שלום", "עולם", "9876", "חשוב", "abc"]) expect(text).toContain(word);
  });

  test("emoji are one glyph each, also those put together, and are copied as they were", () => {
    const text = "😀 👨‍👩‍👧 ❤️ 🇪🇸 👍🏽";
    expect(textOf(written(text))).toContain(text);
    for (const emoji of text.split(" ")) {
      const [line] = linesOf([{ text: emoji }], 10, 500);
      expect([emoji, line!.pieces.length]).toEqual([emoji, 1]);
      expect(line!.pieces[0]!.shaped.glyphs.every(({ id }) => id !== 0)).toBe(true);
    }
  });

  test("what no font has is shown as what it stands for, or as a replacement, and copied as it was", () => {
    const shown = (text: string) =>
      linesOf([{ text }], 10, 500)[0]!.pieces.flatMap(({ shaped }) => shaped.glyphs.flatMap(({ id }) => id));
    expect(shown("𝒜")).toEqual(shown("A"));
    expect(shown("\u{10330}")).toEqual(shown("\uFFFD"));
    expect(textOf(written("so 𝒜𝒜 and \u{10330} on"))).toContain("so 𝒜𝒜 and \u{10330} on");
  });

  test("title, language, author, time and the tree of what is what are told", () => {
    const file = written("Hola");
    expect(infoOf(file)).toMatchObject({ Title: "Mensajes de «Ñandú»", Author: "Tienda", Tagged: "yes", Pages: "1" });
    expect(infoOf(file).CreationDate).toContain("Nov 22");
    expect(file.toString("latin1")).toContain("/Lang (es)");
    expect(structureOf(file)).toMatch(/^Document\n\s+P \(block\)\n\s+"Hola"\s*$/);
  });

  test("a table repeats its headings on each page, read once; rows are whole, numbers end at the right", () => {
    const pdf = new PdfDocument(sheet);
    pdf.bookmark("The table");
    const columns = [
      { heading: "Message", align: "start", weight: 3, most: 2 },
      { heading: "Credits", align: "end", weight: 1, most: 1 },
    ] as const;
    const table = new PdfTable(pdf, columns, 8);
    for (let row = 0; row < 130; row++)
      table.row([
        { spans: [{ text: `row ${row}` }] },
        { spans: [{ text: `${row}.00`, href: `https://a.example/?row=${row}` }] },
      ]);
    table.end();
    const file = pdf.end();
    const pages = pagesOf(file, true);
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page.match(/Message +Credits/g)).toHaveLength(1);
      expect(page).toContain("what was asked");
      expect(page).toContain("whose");
      expect(page).toContain(`page ${index + 1}`);
    }
    const ends = pages[0]!
      .split("\n")
      .filter((line) => /row \d/.test(line))
      .map((line) => line.trimEnd().length);
    expect(new Set(ends).size).toBe(1);
    const rows = textOf(file).match(/row \d+/g)!;
    expect(rows).toEqual(Array.from({ length: 130 }, (_, row) => `row ${row}`));
    const structure = structureOf(file);
    expect(structure.match(/\bTH\b/g)).toHaveLength(2);
    expect(structure.match(/\bTR\b/g)).toHaveLength(131);
    expect(structure.match(/\bLink\b/g)).toHaveLength(130);
    expect(structure).not.toContain("what was asked");
    expect(linksOf(file)).toEqual(Array.from({ length: 130 }, (_, row) => `https://a.example/?row=${row}`));
    expect(bookmarksOf(file)).toEqual(["The table"]);
  });

  test("pages are told out of how many, where all are kept", () => {
    const pdf = new PdfDocument({
      ...sheet,
      paper: "letter",
      numbered: { of: (page, pages) => `page ${page} of ${pages}` },
    });
    pdf.addPage();
    pdf.addPage();
    const file = pdf.end();
    expect(pagesOf(file).map((page) => /page \d of \d/.exec(page)?.[0])).toEqual([
      "page 1 of 3",
      "page 2 of 3",
      "page 3 of 3",
    ]);
    expect(infoOf(file)["Page size"]).toContain("letter");
  });
});

test("every character of these has a glyph in some font, plain and strong", () => {
  const punctuation = "…—–‘’“”«»¿¡•·°ªº€£$¥₹₽§¶©®™±×÷≤≥≠";
  for (const look of ["plain", "strong"] as const)
    for (const text of [...Object.values(SCRIPTS), punctuation, "العربية؟ فارسی پچژگ اردو ٹڈڑے", "עברית שָׁלוֹם"])
      for (const character of text) {
        const face = faceFor(character.codePointAt(0)!, look, "sc", false);
        expect([character, face?.font.hasGlyphForCodePoint(character.codePointAt(0)!)]).toEqual([character, true]);
      }
});

test("lines break where the script allows and hold within their width; too long words anywhere", () => {
  const read = (text: string, width: number, most?: number) =>
    linesOf([{ text }], 10, width, most).map((line) =>
      line.pieces
        .map(
          ({ shaped }) =>
            shaped.actual ?? String.fromCodePoint(...shaped.glyphs.flatMap(({ codePoints }) => codePoints)),
        )
        .join(""),
    );
  expect(read("one two three four five six seven eight nine ten", 80).join(" ")).toBe(
    "one two three four five six seven eight nine ten",
  );
  expect(read("first\nsecond", 500)).toEqual(["first", "second"]);
  const long = read(`https://example.com/${"abc".repeat(40)}`, 90);
  expect(long.join("")).toBe(`https://example.com/${"abc".repeat(40)}`);
  const chinese = read("您的验证码是一二三四五六请勿泄露给他人。", 60);
  expect(chinese.length).toBeGreaterThan(2);
  expect(chinese.every((line) => !line.startsWith("。"))).toBe(true);
  for (const text of ["a ".repeat(200), "您的验证码".repeat(30), `x${"y".repeat(300)}`, "مرحبا ".repeat(60)])
    for (const line of linesOf([{ text }], 10, 90, 3)) expect(line.width).toBeLessThanOrEqual(90);
});

test("what does not fit into its lines ends with an ellipsis, what fits does not", () => {
  const last = (text: string, most: number) => {
    const lines = linesOf([{ text }], 10, 100, most);
    const line = lines.at(-1)!;
    return [
      lines.length,
      String.fromCodePoint(
        ...line.pieces.flatMap(({ shaped }) => shaped.glyphs.flatMap(({ codePoints }) => codePoints)),
      ).endsWith("…"),
    ];
  };
  expect(last("word ".repeat(50), 2)).toEqual([2, true]);
  expect(last(`${"w".repeat(200)}`, 2)).toEqual([2, true]);
  expect(last("one\ntwo\nthree", 2)).toEqual([2, true]);
  expect(last("short", 2)).toEqual([1, false]);
});

test("digits stand in columns, whatever they are", () => {
  expect(new Set(Array.from("0123456789", (digit) => widthOf(digit, 10))).size).toBe(1);
});

test("the reader's formats choose the paper", () => {
  expect(["en-US", "es-MX", "en-GB", "es-ES", "es"].map(paperOf)).toEqual(["letter", "letter", "a4", "a4", "a4"]);
});
