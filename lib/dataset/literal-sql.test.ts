import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { literalSql } from "./literal-sql";

test("a placeholder's look in a text or an identifier is no placeholder", () => {
  expect(literalSql(sql`select ${"$1"}, '$2' as ${sql.identifier('a"$3')}`)).toBe(`select '$1', '$2' as "a""$3"`);
});

test("null is null, and arrays are written as Postgres reads them", () => {
  expect(literalSql(sql`select ${null}, ${sql.param(["a", null, 'q"\\'])}::text[]`)).toBe(
    `select null,  E'{"a",NULL,"q\\\\"\\\\\\\\"}'::text[]`,
  );
});

test("what PostgreSQL cannot hold is refused, never cut", () => {
  expect(() => literalSql(sql`select ${"a\0b"}`)).toThrow(RangeError);
  expect(() => literalSql(sql`select ${sql.param(["a\0b"])}`)).toThrow(RangeError);
  expect(() => literalSql(sql`select ${sql.param(undefined)}`)).toThrow(RangeError);
});
