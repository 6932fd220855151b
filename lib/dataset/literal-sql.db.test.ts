import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { literalSql } from "./literal-sql";

/** Whatever ends a literal, opens one, looks like a parameter, a comment or a command. */
const hostile = fc.constantFrom(
  "'",
  "''",
  "\\",
  "\\'",
  "$1",
  "$$",
  "$a$",
  "--",
  "/*",
  "*/",
  ";",
  "E'",
  "U&'",
  "\n",
  "\\n",
  "\u2019",
  "; drop table accounts; --",
  "😀",
  '"',
  "{",
  "}",
  ",",
  "NULL",
);
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((pieces) => pieces.join(""))
  .filter((value) => !value.includes("\0"));

const read = async (statement: ReturnType<typeof sql>) => (await db.execute(statement)).rows;

test("a statement with its values written into it answers as one with parameters", async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.option(text), { maxLength: 4 }),
      text.map((value) => ({ [value]: value })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") }),
      fc.uint8Array({ maxLength: 20 }).map(Buffer.from),
      async (one, several, json, whole, at, bytes) => {
        const statement = sql`select ${one}::text as one, ${sql.param(several)}::text[] as several,
          ${json}::jsonb as json, ${whole}::bigint::text as whole, ${at}::timestamptz as at, ${bytes}::bytea as bytes,
          length(${one}) + ${3} as length, ${true} as yes, ${null}::text as nothing`;
        expect(await read(sql.raw(literalSql(statement)))).toEqual(await read(statement));
      },
    ),
    { numRuns: 500 },
  );
});
