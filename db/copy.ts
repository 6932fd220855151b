import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getTableColumns, getTableName } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { PgTable } from "drizzle-orm/pg-core";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Rows on their way into a table through COPY, in its text format: five times faster than inserts. */
export class CopyBuffer<T extends PgTable> {
  private readonly keys: (keyof T["$inferSelect"] & string)[];
  private readonly statement: string;
  private lines: string[] = [];

  /** @param without columns that take their defaults. */
  constructor(table: T, without: readonly (keyof T["$inferSelect"] & string)[] = []) {
    this.keys = Object.keys(getTableColumns(table)).filter((key) => !without.includes(key));
    const columns = this.keys.map((key) => `"${toSnakeCase(key)}"`).join(", ");
    this.statement = `copy "${getTableName(table)}" (${columns}) from stdin`;
  }

  add(row: T["$inferSelect"]): void {
    const cells = new Array<string>(this.keys.length);
    for (let i = 0; i < cells.length; i++) cells[i] = cell(row[this.keys[i]!]);
    this.lines.push(cells.join("\t"));
  }

  /** Sends what was added, in the transaction the client is in, and begins anew. */
  async flush(client: ClientBase): Promise<void> {
    if (this.lines.length === 0) return;
    const text = `${this.lines.join("\n")}\n`;
    this.lines = [];
    await pipeline(Readable.from([Buffer.from(text)]), client.query(copyFrom(this.statement)));
  }
}

/** Source of the format: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". */
function cell(value: unknown): string {
  switch (typeof value) {
    case "string":
      return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found]!) : value;
    case "number":
      return String(value);
    case "boolean":
      return value ? "t" : "f";
  }
  if (value === null || value === undefined) return "\\N";
  if (value instanceof Date) return instant(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  return cell(JSON.stringify(value));
}

const DAY = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
let lastDay = { begin: Number.NaN, text: "" };

/** As `toISOString`, four times faster where one day has many: a row of messages has five instants. */
function instant(value: Date): string {
  const time = value.getTime();
  if (!(time >= lastDay.begin && time < lastDay.begin + DAY))
    lastDay = { begin: Math.floor(time / DAY) * DAY, text: value.toISOString().replace(/T.*/, "T") };
  const ms = time - lastDay.begin;
  const [hour, minute, second] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1_000) % 60,
  ];
  return `${lastDay.text}${TWO[hour]}:${TWO[minute]}:${TWO[second]}.${String(ms % 1_000).padStart(3, "0")}Z`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
