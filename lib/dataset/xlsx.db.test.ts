import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAccount } from "@/db/testing";
import { collect, unzip } from "@/e2e/spreadsheet";
import type { Scope } from "@/lib/auth/scope";
import { type Column, column } from "./column";
import { xlsxFile } from "./xlsx";

const WORDS = {
  heading: ({ key }: Column) => key,
  words: { status: { delivered: "<Entregado>" } },
  zone: "Europe/Madrid",
};
const NOW = new Date("2026-11-22T09:00:00Z");

async function cellsOf(scope: Scope, columns: Column[], rows: SQL): Promise<string[][]> {
  const chunks = await xlsxFile(
    scope,
    { columns, rows },
    WORDS,
    { title: "T", now: NOW },
    new AbortController().signal,
  );
  const sheet = unzip(await collect(chunks)).get("xl/worksheets/sheet1.xml")!;
  const [, ...written] = sheet.slice(0, sheet.indexOf("</sheetData>")).split("<row>").slice(1);
  return written.map((row) => row.replace("</row>", "").match(/<c\/>|<c .*?<\/c>|<c>.*?<\/c>/gs) ?? []);
}

/** As a spreadsheet reads a cell of text: XML's own names, then _xHHHH_; blanks at the edges only if told to keep them. */
function read(cell: string): string {
  if (cell === "<c/>") return "";
  const [, keeps, xml] = /^<c(?: s="3")? t="inlineStr"><is><t( xml:space="preserve")?>(.*)<\/t><\/is><\/c>$/s.exec(
    cell,
  )!;
  const text = xml!
    .replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name]!)
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return keeps ? text : text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "_x0041_",
        "_x",
        "&",
        "<",
        "]]>",
        "</t>",
        "</row>",
        "\r\n",
        "\t",
        " ",
        "\u0001",
        "\ufffe",
        "|",
        "\u007f",
      ),
      fc.string({ unit: "grapheme" }),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(""))
  .filter((value) => !value.includes("\0"));

test("every text is read from its cell as it was, whatever stands beside it", async () => {
  const scope = await createAccount();
  const columns = [column("a", "text"), column("b", "code"), column("c", "phone")];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 40 }), async (rows) => {
      const lists = [0, 1, 2].map((index) => sql`${sql.param(rows.map((row) => row[index]))}::text[]`);
      const select = sql`select a, b, c from unnest(${sql.join(lists, sql`, `)}) with ordinality as t (a, b, c, i) order by i`;
      const cells = await cellsOf(scope, columns, select);
      expect(cells.map((row) => row.map(read))).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

test("numbers are numbers, instants are days of the account's clock, nothing is an empty cell, words are escaped", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const columns = [
    column("n", "integer"),
    column("credits", "decimal"),
    column("at", "time"),
    column("status", "word", { words: "status" }),
    column("text", "text"),
  ];
  const rows = sql`select * from (values
    (7, 0.7500, timestamptz '2026-11-22T11:00:00.999Z', 'delivered', 'a'), (null, null, null, null, null),
    (1, 2.0000, timestamptz '2026-07-01T22:00:00Z', 'un<heard', 'b')) as t (n, credits, at, status, text)`;
  const word = (told: string) => `<c t="inlineStr"><is><t>${told}</t></is></c>`;
  // 2026-11-22 is day 46348 of Excel's calendar, 2026-07-02 day 46205.
  expect(await cellsOf(scope, columns, rows)).toEqual([
    ["<c><v>7</v></c>", "<c><v>0.7500</v></c>", '<c s="2"><v>46348.5</v></c>', word("&lt;Entregado&gt;"), word("a")],
    Array(5).fill("<c/>"),
    ["<c><v>1</v></c>", "<c><v>2.0000</v></c>", '<c s="2"><v>46205</v></c>', word("un&lt;heard"), word("b")],
  ]);
});

test("a text that no cell holds is cut, and says so; one that just fits is whole", async () => {
  const texts = ["a".repeat(32_767), "ñ".repeat(16_383), "🚚".repeat(16_383), "a".repeat(32_768), "🚚".repeat(16_384)];
  const rows = sql`select a from unnest(${sql.param(texts)}::text[]) with ordinality as t (a, i) order by i`;
  const cells = (await cellsOf(await createAccount(), [column("a", "text")], rows)).map(([cell]) => read(cell!));
  expect(cells.slice(0, 3)).toEqual(texts.slice(0, 3));
  for (const cut of cells.slice(3)) expect([cut.length <= 32_767, cut.endsWith("…")]).toEqual([true, true]);
});

test("a list without a text can be a workbook too", async () => {
  expect(await cellsOf(await createAccount(), [column("n", "integer")], sql`select 1 as n`)).toEqual([
    ["<c><v>1</v></c>"],
  ]);
});
