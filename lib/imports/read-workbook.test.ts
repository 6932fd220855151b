import { readFileSync } from "node:fs";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { textOfNumber } from "./cell-text";
import { workbookTextInThread } from "./in-thread";
import { UnreadableFile } from "./read-rows";
import { readWorkbook } from "./read-workbook";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", name));

async function read(file: Buffer) {
  const { sheet, otherSheets, pieces } = await readWorkbook(file);
  let text = "";
  for await (const piece of pieces) text += piece;
  return { sheet, otherSheets, text };
}

/** A workbook of one sheet out of the XML of its rows and of its shared texts. */
async function xlsx(rows: string, shared = "", name = (part: string) => part, options = {}): Promise<Buffer> {
  const zip = new ZipFile();
  const parts = {
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A &amp; B" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="/xl/worksheets/one.xml"/></Relationships>`,
    "xl/worksheets/one.xml": `<worksheet><sheetData>${rows}</sheetData><rowBreaks count="1"/></worksheet>`,
    "xl/sharedStrings.xml": `<sst>${shared}</sst>`,
  };
  for (const [part, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name(part), options);
  zip.end({ forceZip64Format: false, comment: "", ...options });
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

describe("an XLSX", () => {
  test("keeps the places of cells and rows, with or without their references", async () => {
    const rows = `
      <row r="2"><c r="B2"><v>1</v></c><c r="D2" t="b"><v>1</v></c></row><row r="3"/><row><c t="str"><v>x</v></c><c/><c><v>2</v></c></row>
      <row r="7" spans="1:2"><c r="AA7"><v>3</v></c></row>`;
    expect((await read(await xlsx(rows))).text).toBe(`\n,1,,TRUE\n\nx,,2\n\n\n${",".repeat(26)}3\n`);
  });

  test("has its texts shared, parted by fonts, empty, read aloud, or in their cells", async () => {
    const shared = `<si/><si><t/></si><si><r><t>Nú</t></r><r><rPr><b/></rPr><t xml:space="preserve">ñez </t></r></si>
      <si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si><si><t>a &lt;b&gt; &#233;&#x20AC;_x000D_</t></si>`;
    const cells = [0, 1, 2, 3, 4].map((place) => `<c t="s"><v>${place}</v></c>`).join("");
    const inline = `<c t="inlineStr"><is><t>Ana, "la otra"</t></is></c>`;
    const { text, sheet } = await read(await xlsx(`<row>${cells}${inline}</row>`, shared));
    expect([sheet, text]).toEqual(["A & B", `,,Núñez ,東京,a <b> é€ ,"Ana, ""la otra"""\n`]);
  });

  test("may have parts of a text that are empty, however they are written", async () => {
    const empties = ["<t/>", "<t />", '<t xml:space="preserve"/>'].map((t) => `<si><r>${t}</r><r><t>Ana</t></r></si>`);
    const cells = empties.map((_, place) => `<c t="s"><v>${place}</v></c>`).join("");
    expect((await read(await xlsx(`<row>${cells}</row>`, empties.join("")))).text).toBe("Ana,Ana,Ana\n");
  });

  test("of ten thousand rows is cut nowhere", async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [600_000_000 + i, `Núñez ${i}`]);
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), "L");
    const expected = rows.map((row) => `${row.join(",")}\n`).join("");
    for (const bookSST of [false, true])
      expect((await read(write(book, { type: "buffer", bookType: "xlsx", bookSST }))).text).toBe(expected);
  });

  test("from a writer that keeps the sizes of its parts elsewhere is read", async () => {
    const rows = `<row><c><v>1</v></c></row>`;
    expect((await read(await xlsx(rows, "", undefined, { forceZip64Format: true }))).text).toBe("1\n");
  });

  test("whose rows are too many says so and is not read on", async () => {
    const rows = "<row><c><v>1</v></c></row>".repeat(1_000_002);
    await expect(read(await xlsx(rows))).rejects.toMatchObject({ key: "too-many-rows", line: 1_000_002 });
  });
});

test("what is no workbook says so", async () => {
  const broken = await xlsx(`<row><c><v>1</v></c></row>`, "", (part) => part.replace("xl/", "yl/"));
  for (const file of [broken, Buffer.from("PK\u0003\u0004"), fixture("clientes.xlsx").subarray(0, 4_000)])
    await expect(read(file)).rejects.toMatchObject({ key: "no-workbook" });
  await expect(read(await xlsx(`<row r="1"><c r="A1" s="1"/></row>`))).rejects.toMatchObject({ key: "empty-workbook" });
});

test("an XLSX with broken bytes is read, or is no workbook", async () => {
  const whole = fixture("clientes.xlsx");
  // Without its first four it is no XLSX, and another reader's: that one may never come to an end, and has its time.
  const place = fc.integer({ min: 4, max: whole.length - 1 });
  const bytes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(bytes, async (changes) => {
      const file = Buffer.from(whole);
      for (const [at, byte] of changes) file[at] = byte;
      await read(file).catch((error) => expect(error).toBeInstanceOf(UnreadableFile));
    }),
    { numRuns: 100 },
  );
});

test("whatever stands in a sheet, reading it ends", async () => {
  const scraps = [
    "<row>",
    '<row r="9">',
    "</row>",
    "<row",
    "/>",
    "<c>",
    '<c t="s"',
    "</c>",
    "<c/>",
    "<v>",
    "1",
    "</v>",
  ];
  const xml = fc.array(fc.constantFrom(...scraps, "<is><t>", "&#x", "_x0041_", "<rowBreaks>", ">"), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(xml, async (all) => {
      await read(await xlsx(all.join(""))).catch((error) => expect(error).toBeInstanceOf(UnreadableFile));
    }),
    { numRuns: 200 },
  );
});

test("a broken XLS that its reader never comes to an end with is no workbook", async () => {
  async function* pieces() {
    yield fixture("endless.xls");
  }
  const text = workbookTextInThread(pieces(), () => {}, 3_000);
  await expect(text.next()).rejects.toMatchObject({ key: "no-workbook" });
});

test.each([
  [34600111222, "General", "34600111222"],
  [34600111222, "", "34600111222"],
  [34600111222, "0.00E+00", "34600111222"],
  [34600000000, "0.00E+00", "3.46E+10"],
  [34600111222, "#,##0", "34600111222"],
  [34600111222, "@", "34600111222"],
  [612345678, "0000000000", "0612345678"],
  [8001, "00000", "08001"],
  [600111222, "000 000 000", "600111222"],
  [46096, "m/d/yy", "2026-03-15"],
  [46096, "dd/mm/yyyy", "15/03/2026"],
  [0.25, "0%", "25%"],
  [1, "0%", "100%"],
  [0.1 + 0.2, "General", "0.3"],
  [12.5, "0.00", "12.50"],
  [3, "[bad", "3"],
])("%d in the format %j is %j", (value, format, text) => {
  expect(textOfNumber(value, format)).toBe(text);
});
