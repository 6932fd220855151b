import { parse } from "csv-parse/sync";
import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAccount } from "@/db/testing";
import { collect } from "@/e2e/spreadsheet";
import type { Scope } from "@/lib/auth/scope";
import { type Column, column } from "./column";
import { type CsvKind, csvFile } from "./csv";

const WORDS = {
  heading: ({ key }: Column) => `The "${key}"`,
  words: { status: { delivered: "Entregado", sent: "Enviado" } },
  zone: "Europe/Madrid",
  decimalSeparator: ",",
};

const never = new AbortController().signal;

async function write(scope: Scope, kind: CsvKind, columns: Column[], rows: SQL): Promise<Buffer> {
  return collect(await csvFile(scope, { columns, rows }, kind, WORDS, never));
}

const excel = async (scope: Scope, columns: Column[], rows: SQL): Promise<string[][]> => {
  const text = (await write(scope, "excel", columns, rows)).toString("utf16le");
  return parse(text.slice(1), { delimiter: "\t", record_delimiter: "\r\n" });
};

/** One column of texts, as the two kinds of file and a kind of column have them. */
const ofTexts = (texts: readonly string[]) =>
  sql`select v from unnest(${sql.param(texts)}::text[]) with ordinality as t (v, i) order by i`;
const guarded = async (kind: "text" | "code" | "phone", texts: readonly string[]) =>
  (await excel(await createAccount(), [column("v", kind)], ofTexts(texts))).slice(1).flat();

const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "\r\n", '"', ",", ";", "'", "\\.", "\\"),
      fc.string({ unit: "binary" }),
      fc.constantFrom("مرحبا", "你好", "👩‍👩‍👧", "ñ"),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""))
  .filter((value) => !value.includes("\0"));

test("what a program reads from the plain file is byte for byte what was there", async () => {
  const scope = await createAccount();
  const columns = [column("v", "text"), column("code", "code"), column("phone", "phone")];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(anything), { minLength: 1, maxLength: 50 }), async (texts) => {
      const rows = sql`select v, v as code, v as phone from unnest(${sql.param(texts)}::text[]) with ordinality as t (v, i) order by i`;
      const file = await write(scope, "plain", columns, rows);
      const read: string[][] = parse(file, { record_delimiter: "\r\n" });
      expect(read).toEqual([["v", "code", "phone"], ...texts.map((text) => Array(3).fill(text ?? ""))]);
      // RFC 4180 to the byte: every row ends with CRLF, and no other line break stands outside quotes.
      expect(
        file
          .toString()
          .replace(/"(?:[^"]|"")*"/g, "")
          .split("\r\n").length,
      ).toBe(texts.length + 2);
    }),
    { numRuns: 60 },
  );
});

test("what a spreadsheet reads from the other is the same text, but for its guards", async () => {
  const scope = await createAccount();
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 50 }), async (texts) => {
      const [, ...read] = await excel(scope, [column("v", "text")], ofTexts(texts));
      const unguarded = read.map(([cell = ""]) => {
        const formula = /^="(.*)"$/s.exec(cell);
        return formula ? formula[1]!.replaceAll('""', '"') : cell.replace(/^'(?=[=+\-@\t\n\r])/, "");
      });
      expect(unguarded).toEqual(texts.map((text) => text.replace(/^'(?=[=+\-@\t\n\r])/, "")));
      for (const [cell = ""] of read) expect(cell).toMatch(/^(?:="(?:[^"]|"")*"$|[^=+\-@\t\n\r]|$)/);
    }),
    { numRuns: 60 },
  );
});

test("the plain file has keys, offsets of the account's zone to the millisecond, and nothing localised", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const columns = [column("at", "time"), column("status", "word", { words: "status" }), column("credits", "decimal")];
  const rows = sql`select * from (values
    (timestamptz '2026-11-22T08:00:14.123Z', 'delivered', 0.8000), (timestamptz '2026-07-01T00:00:00Z', 'sent', 1.0000),
    (null, null, null)) as t (at, status, credits)`;
  expect((await write(scope, "plain", columns, rows)).toString()).toBe(
    "at,status,credits\r\n2026-11-22T09:00:14.123+01:00,delivered,0.8000\r\n2026-07-01T02:00:00.000+02:00,sent,1.0000\r\n,,\r\n",
  );
});

test("the spreadsheet's file speaks the reader's language and names the zone of its times", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const columns = [
    column("at", "time"),
    column("status", "word", { words: "status" }),
    column("credits", "decimal"),
    column("parts", "integer"),
  ];
  const rows = sql`select * from (values
    (timestamptz '2026-11-22T08:00:14.999Z', 'delivered', 1234.5000, 2), (timestamptz '2026-07-01T00:00:00Z', 'unheard', 1.0000, 1),
    (null, null, null, null)) as t (at, status, credits, parts)`;
  const file = await write(scope, "excel", columns, rows);
  expect([...file.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  expect(file.toString("utf16le").slice(1).split("\r\n")).toEqual([
    '"The ""at"" (Europe/Madrid)"\t"The ""status"""\t"The ""credits"""\t"The ""parts"""',
    '"2026-11-22 09:00:14"\t"Entregado"\t"1234,5"\t"2"',
    '"2026-07-01 02:00:00"\t"unheard"\t"1"\t"1"',
    "\t\t\t",
    "",
  ]);
});

test("the hours of a day with 25 are told apart by their offset, and a day with 23 has none too many", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const hours = (from: string) =>
    sql`select timestamptz ${sql.raw(`'${from}'`)} + i * interval '1 hour' as at from generate_series(0, 3) as i order by i`;
  const read = async (from: string) =>
    (await write(scope, "plain", [column("at", "time")], hours(from))).toString().split("\r\n").slice(1, -1);
  expect(await read("2026-10-24T23:30:00Z")).toEqual([
    "2026-10-25T01:30:00.000+02:00",
    "2026-10-25T02:30:00.000+02:00",
    "2026-10-25T02:30:00.000+01:00",
    "2026-10-25T03:30:00.000+01:00",
  ]);
  expect(await read("2026-03-29T00:30:00Z")).toEqual([
    "2026-03-29T01:30:00.000+01:00",
    "2026-03-29T03:30:00.000+02:00",
    "2026-03-29T04:30:00.000+02:00",
    "2026-03-29T05:30:00.000+02:00",
  ]);
});

test("free text that could run has an apostrophe before it", async () => {
  const texts = ["=1+1", "+34600111222", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=1\n+2"];
  expect(await guarded("text", texts)).toEqual(texts.map((text) => `'${text}`));
});

test("text that would be read as something else is a formula's text, and no other is", async () => {
  const values = [
    "123456789012345",
    "0012",
    "1-2",
    "10:30",
    "1,5",
    "1e5",
    "5 %",
    "$5",
    "(5)",
    "MARCH1",
    "1 mayo 2026",
    "9 p.m.",
    "2026-11-22T09:00:14Z",
    "TRUE",
    "verdadero",
    "#N/A",
    "12 34",
  ];
  expect(await guarded("text", values)).toEqual(values.map((text) => `="${text}"`));
  const texts = [
    "Hola",
    "Message 12",
    "12 messages",
    "ABC-1",
    "true love",
    "Tel. 34600111222",
    "你好 1",
    "a".repeat(300),
    "'quoted'",
    " lead",
  ];
  expect(await guarded("text", texts)).toEqual(texts);
});

test("numbers of phones are always a formula's text, codes where they must be, both exactly", async () => {
  expect(await guarded("phone", ["34600111222", "123456789012345", "+34 600", 'a"b', "abc"])).toEqual([
    '="34600111222"',
    '="123456789012345"',
    '="+34 600"',
    '="a""b"',
    '="abc"',
  ]);
  expect(
    await guarded("code", [
      "123456789012345678",
      "=HYPERLINK(1)",
      "ord-1",
      "DEC1",
      "0x45",
      "019f1c2e-7d1a-7000-8000-2dec9e1b0c5f",
    ]),
  ).toEqual([
    '="123456789012345678"',
    '="=HYPERLINK(1)"',
    "ord-1",
    '="DEC1"',
    "0x45",
    "019f1c2e-7d1a-7000-8000-2dec9e1b0c5f",
  ]);
  // What no formula can hold is disarmed like a text.
  expect(await guarded("code", [`=${"1".repeat(300)}`, "=a\nb"])).toEqual([`'=${"1".repeat(300)}`, "'=a\nb"]);
  expect(await guarded("phone", ["1\n2"])).toEqual(["1\n2"]);
});
