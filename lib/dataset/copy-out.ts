import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { SQL } from "drizzle-orm";
import pg from "pg";
import type { Scope } from "@/lib/auth/scope";
import { errorFields, type RowEnd, type Rows, takeRows } from "./copy-rows";
import { openFileConnection } from "./file-connection";
import { literalSql } from "./literal-sql";

const QUERY = 0x51; // Q
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]); // X

/** Postgres sends 8 kB at a time: after a small piece a breath lets more gather, which halves our work of passing it on. */
const LARGE = 32 * 1024;

/** Who takes nothing for this long has left without a word. */
const PATIENCE_MS = 2 * 60_000;

/** How COPY writes the fields of a row and what ends it. Delimiter and quote are one ASCII character each. */
export type RowFormat = {
  delimiter: string;
  quote: string;
  rowEnd: RowEnd;
  /** Quotes every value that there is, needed or not. */
  quoteAll?: boolean;
};

/**
 * The rows of a select as Postgres itself writes them (`COPY … TO STDOUT`, format CSV): one statement, so one snapshot,
 * in the order of the select, in a memory that does not grow. Resolves when the first rows are there, so a select that
 * cannot run fails here, not in the middle of an answer.
 *
 * @param signal ends it at once, wherever it is: the connection is closed, and Postgres stops working on the query.
 * @returns rows that must be read to their end, given back (`return`) or aborted, or their connection is held two minutes.
 * @throws TooManyFiles; pg's DatabaseError; also while the rows are read.
 */
export async function copyOut(
  scope: Scope,
  select: SQL,
  format: RowFormat,
  signal: AbortSignal,
): Promise<AsyncGenerator<Rows>> {
  const statement = copyStatement(select, format);
  signal.throwIfAborted();
  const client = await openFileConnection(scope);
  const { stream } = client.connection;
  // From here on the connection speaks COPY and nothing else, so its bytes are read without pg's parser between.
  stream.removeAllListeners("data");
  const leave = () => stream.destroy();
  signal.addEventListener("abort", leave, { once: true });
  stream.once("close", () => signal.removeEventListener("abort", leave));
  if (signal.aborted) leave();
  stream.write(queryMessage(statement));
  const rows = rowsOf(stream, format.rowEnd);
  await rows.next();
  return rows;
}

/** The statement that is run, for whoever measures it. */
export function copyStatement(select: SQL, { delimiter, quote, quoteAll }: RowFormat): string {
  const options = [`delimiter ${pg.escapeLiteral(delimiter)}`, `quote ${pg.escapeLiteral(quote)}`];
  if (quoteAll) options.push("force_quote *");
  return `copy (${literalSql(select)}) to stdout (format csv, ${options.join(", ")})`;
}

/** First, as soon as the server has begun to answer, no rows: the query runs. Then the rows. */
async function* rowsOf(stream: Duplex, rowEnd: RowEnd): AsyncGenerator<Rows> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const taken = takeRows(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk, rowEnd);
      if (taken.error) throw databaseError(taken.error);
      const answers = taken.rows.count > 0 || taken.ended;
      if (answers && !begun) yield* patiently({ bytes: Buffer.alloc(0), count: 0 }, stream);
      begun ||= answers;
      if (taken.rows.count > 0) yield* patiently(taken.rows, stream);
      if (taken.ended) {
        stream.end(TERMINATE);
        return;
      }
      rest = taken.rest;
      if (chunk.length < LARGE) await sleep(1);
    }
    throw new Error("Connection terminated unexpectedly");
  } finally {
    if (!stream.writableEnded) stream.destroy();
  }
}

function* patiently(rows: Rows, stream: Duplex): Generator<Rows> {
  const leaving = setTimeout(() => stream.destroy(new Error("Nobody took the rows.")), PATIENCE_MS);
  yield rows;
  clearTimeout(leaving);
}

function queryMessage(statement: string): Buffer {
  const text = Buffer.from(`${statement}\0`);
  const message = Buffer.allocUnsafe(5 + text.length);
  message[0] = QUERY;
  message.writeUInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

function databaseError(content: Buffer): pg.DatabaseError {
  const { C: code, M: message = "", D: detail } = errorFields(content);
  return Object.assign(new pg.DatabaseError(message, content.length, "error"), { code, detail });
}
