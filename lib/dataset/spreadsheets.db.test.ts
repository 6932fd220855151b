import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "@/db/testing";
import { collect, doubleClick, ENGLISH, GERMAN, openInLibreOffice, SPANISH } from "@/e2e/spreadsheet";
import type { Scope } from "@/lib/auth/scope";
import { type Column, column } from "./column";
import { csvFile } from "./csv";
import type { FileQuestion } from "./file-question";
import { xlsxFile } from "./xlsx";

/* Both files for people, opened in LibreOffice as a double-click would. */

const WORDS = { heading: ({ key }: Column) => key, words: {}, zone: "Europe/Madrid", decimalSeparator: "," };
const NOW = new Date("2026-11-22T09:00:00Z");
const never = new AbortController().signal;
const OPENING_MS = 120_000;

const csv = async (scope: Scope, question: FileQuestion) =>
  collect(await csvFile(scope, question, "excel", WORDS, never));
const xlsx = async (scope: Scope, question: FileQuestion) =>
  collect(await xlsxFile(scope, question, WORDS, { title: "Messages", now: NOW }, never));

const SCRIPTS = [
  "Ñandú, café y corazón",
  "你好,世界",
  "مرحبا بالعالم",
  "😀 👩‍👩‍👧 ☀️",
  "Grüße; straße",
  "naïve — “quoted”",
  "\u202eabc",
];
const SHAPES = [
  'quote " inside',
  '"quoted"',
  "tab\tinside",
  "a,b;c|d",
  "' apostrophe",
  " lead and trail ",
  "line one\nline two",
  "",
];
const FORMULAS = [
  "=1+1",
  "=SUM(A1:A3)",
  "+34600111222",
  "-5",
  "@A1",
  "\t=1+1",
  "\n=1+1",
  '=HYPERLINK("http://x";"y")',
  "=cmd|' /C calc'!A0",
];
const NUMBERS = [
  "123456789012345",
  "12345678901234567890",
  "0034600111222",
  "3.46E+10",
  "1e5",
  "1,5",
  "1.5",
  "1.234.567",
  "5%",
  "$5",
  "(5)",
  "1 000",
];
const MOMENTS = [
  "1-2",
  "1/2",
  "10:30",
  "10:30 pm",
  "MARCH1",
  "May 2026",
  "1 mayo",
  "Dez 7",
  "2026-11-22",
  "2026-11-22T09:00:14Z",
];
const NAMES = [
  "TRUE",
  "falso",
  "wahr",
  "#N/A",
  "_x0041_",
  "&amp; <b> ]]>",
  "ID",
  "NULL",
  "-",
  "12 messages",
  "x".repeat(1_600),
];
const TEXTS = [...SCRIPTS, ...SHAPES, ...FORMULAS, ...NUMBERS, ...MOMENTS, ...NAMES];
const CODES = TEXTS.filter((text) => !text.includes("\n"));

const texts: FileQuestion = {
  columns: [column("text", "text"), column("code", "code"), column("phone", "phone")],
  rows: sql`select v as text, case when v like ${"%\n%"} then 'none' else v end as code, '34' || (100000000000000 + i) as phone
    from unnest(${sql.param(TEXTS)}::text[]) with ordinality as t (v, i) order by i`,
};
/** What the cells show: the text itself, but for the apostrophe where it was promised. */
const shown = (text: string, guard: "'" | "") => (/^[=+\-@\t\n\r]/.test(text) ? guard : "") + text;
const expected = (guard: "'" | "") => [
  ["text", "code", "phone"],
  ...TEXTS.map((text, index) => [
    shown(text, guard),
    CODES.includes(text) ? text : "none",
    `34${100_000_000_000_001 + index}`,
  ]),
];

let scope: Scope;
beforeAll(async () => {
  scope = await createAccount({ zone: "Europe/Madrid" });
});

describe("every script, formula, number and date that a message can be", () => {
  test.each([
    ["English", ENGLISH],
    ["Spanish", SPANISH],
    ["German", GERMAN],
  ])("is in the CSV what it was, read in %s", { timeout: OPENING_MS }, async (_, language) => {
    const [sheet] = await openInLibreOffice(await csv(scope, texts), "messages.csv", doubleClick(language));
    expect(sheet).toEqual(expected("'"));
  });

  test("is in the workbook what it was, without any guard", { timeout: OPENING_MS }, async () => {
    const [sheet] = await openInLibreOffice(await xlsx(scope, texts), "messages.xlsx");
    expect(sheet).toEqual(expected(""));
  });
});

describe("70 000 rows", () => {
  const COUNT = 70_000;
  const question: FileQuestion = {
    columns: [column("n", "integer"), column("phone", "phone"), column("credits", "decimal"), column("at", "time")],
    rows: sql`select i as n, '346' || (10000000 + i) as phone, i * 0.25 as credits,
      timestamptz '2026-10-24T23:00:00Z' + i * interval '1.7 seconds' as at from generate_series(1, ${COUNT}::int) as i order by i`,
  };
  /** The wall clock of Madrid, to the second, through the night with 25 hours. */
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Madrid",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const row = (n: number) => [
    String(n),
    `346${10_000_000 + n}`,
    String(n * 0.25),
    clock.format(Date.UTC(2026, 9, 24, 23) + n * 1_700),
  ];
  const all = [
    ["n", "phone", "credits", "at (Europe/Madrid)"],
    ...Array.from({ length: COUNT }, (_, index) => row(index + 1)),
  ];
  const different = (sheet: string[][] | undefined) =>
    all.filter((each, i) => each.join("|") !== sheet?.[i]?.join("|"));

  test("are all in the CSV, with its decimals as numbers of the language", { timeout: OPENING_MS }, async () => {
    const [sheet] = await openInLibreOffice(await csv(scope, question), "messages.csv", doubleClick(SPANISH));
    expect([sheet?.length, different(sheet).slice(0, 3)]).toEqual([COUNT + 1, []]);
  });

  test("are all in the workbook, with its dates as dates", { timeout: OPENING_MS }, async () => {
    const [sheet] = await openInLibreOffice(await xlsx(scope, question), "messages.xlsx");
    expect([sheet?.length, different(sheet).slice(0, 3)]).toEqual([COUNT + 1, []]);
  });
});
