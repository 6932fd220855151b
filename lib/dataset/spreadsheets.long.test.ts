import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createAccount } from "@/db/testing";
import { collect, openInLibreOffice } from "@/e2e/spreadsheet";
import { type Column, column } from "./column";
import { xlsxFile } from "./xlsx";

test("a workbook of 1 100 000 rows opens with all of them, on two sheets", async () => {
  const COUNT = 1_100_000;
  const MOST = 1_048_576;
  const question = {
    columns: [column("n", "integer"), column("phone", "phone")],
    rows: sql`select i as n, '346' || (10000000 + i) as phone from generate_series(1, ${COUNT}::int) as i order by i`,
  };
  const words = { heading: ({ key }: Column) => key, words: {}, zone: "UTC" };
  const sheet = { title: "Messages", now: new Date("2026-11-22T09:00:00Z") };
  const file = await collect(
    await xlsxFile(await createAccount(), question, words, sheet, new AbortController().signal),
  );
  const sheets = await openInLibreOffice(file, "messages.xlsx");
  expect(sheets.map(({ length }) => length)).toEqual([MOST, COUNT - (MOST - 1) + 1]);
  const rows = sheets.flatMap(([heading, ...rest]) => {
    expect(heading).toEqual(["n", "phone"]);
    return rest;
  });
  const wrong = rows.findIndex(([n, phone], i) => n !== String(i + 1) || phone !== `346${10_000_001 + i}`);
  expect([rows.length, wrong]).toEqual([COUNT, -1]);
});
