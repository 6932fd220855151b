import { expect, test } from "vitest";
import { collect, unzip } from "@/e2e/spreadsheet";
import type { Rows } from "./copy-rows";
import { writeWorkbook } from "./workbook";
import type { SheetColumn } from "./workbook-parts";

const NOW = new Date("2026-11-22T09:00:00Z");
const columns: SheetColumn[] = [
  { heading: "Recipient", width: 18, exact: true },
  { heading: 'Text & "more" in a heading that is long', width: 24, exact: false },
];

/** So many rows, in portions as large as they come from a socket. */
async function* supply(count: number, portion = 700): AsyncGenerator<Rows> {
  for (let from = 0; from < count; from += portion) {
    const size = Math.min(portion, count - from);
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => `<row><c><v>${from + i}</v></c></row>`).join(""));
    yield { bytes, count: size };
  }
}

const write = async (rows: AsyncGenerator<Rows>, title = "Messages") =>
  unzip(await collect(writeWorkbook({ title, columns, now: NOW }, rows)));
const rowsOf = (sheet: string) => sheet.split("<row>").length - 1;
const numbersOf = (sheet: string) => Array.from(sheet.matchAll(/<v>(\d+)<\/v>/g), ([, n]) => Number(n));

test("a workbook without rows has its headings", async () => {
  const parts = await write(supply(0));
  expect([...parts.keys()].sort()).toEqual([
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
  ]);
  const sheet = parts.get("xl/worksheets/sheet1.xml")!;
  expect(rowsOf(sheet)).toBe(1);
  expect(sheet).toContain("Text &amp; &quot;more&quot; in a heading that is long");
  expect(sheet).toContain('<autoFilter ref="A1:B1"/>');
  expect(sheet).not.toContain("ignoredError");
});

test("headings stay in sight, columns are as wide as they need, digits that are text are not warned of", async () => {
  const sheet = (await write(supply(10))).get("xl/worksheets/sheet1.xml")!;
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(sheet).toContain('<col min="1" max="1" width="18" customWidth="1"/><col min="2" max="2" width="43"');
  expect(sheet).toContain(
    '<autoFilter ref="A1:B11"/><pageSetup orientation="landscape" fitToHeight="0"/><ignoredErrors><ignoredError sqref="A2:A11" numberStoredAsText="1"/>',
  );
});

test.each([
  [1_048_575, [1_048_576]],
  [1_048_576, [1_048_576, 2]],
  [2_097_151, [1_048_576, 1_048_576, 2]],
])("%i rows are on sheets of %j, none lost, none twice", async (count, expected) => {
  const parts = await write(supply(count));
  const sheets = [...parts].filter(([name]) => name.startsWith("xl/worksheets/")).map(([, xml]) => xml);
  expect(sheets.map(rowsOf)).toEqual(expected);
  const numbers = sheets.flatMap(numbersOf);
  expect(numbers.length).toBe(count);
  expect(numbers.every((number, index) => number === index)).toBe(true);
  const workbook = parts.get("xl/workbook.xml")!;
  for (const index of expected.keys()) expect(workbook).toContain(`name="Messages${index > 0 ? ` ${index + 1}` : ""}"`);
  expect(parts.get("[Content_Types].xml")!.match(/worksheet\+xml/g)?.length).toBe(expected.length);
});

test("a title that Excel would not take is made one that it takes", async () => {
  const workbook = (await write(supply(1), "What's [new]: a/b\\c? * and much more of it")).get("xl/workbook.xml")!;
  const name = /<sheet name="([^"]+)"/.exec(workbook)?.[1];
  expect(name).toBe("What's  new   a b c    a");
  expect(workbook).toContain("'What''s  new   a b c    a'!$1:$1");
});

test("an error among the rows is an error of the file, never its end", async () => {
  async function* failing(): AsyncGenerator<Rows> {
    yield* supply(5_000);
    throw new Error("the server went away");
  }
  await expect(write(failing())).rejects.toThrow("the server went away");
});
