import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";

/**
 * A statement as one text with its values written into it as literals, for commands that take no bind parameters (COPY).
 * Every value is written as a quoted literal of no type yet, so Postgres finds its type from the place where it stands,
 * exactly as it would for a parameter.
 *
 * @throws RangeError for a text with NUL, which PostgreSQL cannot hold, and for `undefined`.
 */
export const literalSql = (statement: SQL): string => dialect.sqlToQuery(statement).sql;

class LiteralDialect extends PgDialect {
  override escapeParam(_place: number, value?: unknown): string {
    return literal(value);
  }
}

const dialect = new LiteralDialect({ casing: "snake_case" });

function literal(value: unknown): string {
  return value === null ? "null" : pg.escapeLiteral(textOf(value));
}

/** As Postgres reads each type from a text; what is none of these is JSON, as it is for the driver. */
function textOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      if (value.includes("\0")) throw new RangeError("PostgreSQL's text cannot hold NUL.");
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      if (value instanceof Date) return value.toISOString();
      if (Buffer.isBuffer(value)) return `\\x${value.toString("hex")}`;
      if (Array.isArray(value)) return `{${value.map(elementOf).join(",")}}`;
      return textOf(JSON.stringify(value));
    default:
      throw new RangeError(`A statement cannot hold a value of type ${typeof value}.`);
  }
}

function elementOf(value: unknown): string {
  if (value === null) return "NULL";
  return Array.isArray(value) ? textOf(value) : `"${textOf(value).replace(/[\\"]/g, "\\$&")}"`;
}
