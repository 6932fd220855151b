import { once } from "node:events";
import { createDeflateRaw, createInflateRaw } from "node:zlib";
import pg from "pg";
import { pool } from "@/db";
import { copyStatement } from "@/lib/dataset/copy-out";
import { CSV_KINDS, csvSelect, FORMATS } from "@/lib/dataset/csv";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { FILE_SETTINGS } from "@/lib/dataset/file-connection";
import { fileWords } from "@/lib/dataset/list-file";
import { messageDataset } from "@/lib/messages/dataset";
import { questionOf } from "@/lib/messages/files";
import type { Application } from "./application";
import type { BenchData } from "./bench-data";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";

const FIELDS =
  "msisdn,country,operator,sender,text,credits,clicks,sentAt,status,reason,handedAt,confirmedAt,segments,campaign";

/** Both kinds of CSV and the workbook of all messages through the application, against Postgres alone and zlib alone. */
export async function files(data: BenchData, application: Application): Promise<void> {
  const search = `period=${data.period}&fields=${FIELDS}`;
  const download = downloader(application, await application.signIn(data.ownerId));
  const { query } = readQuery(messageDataset, new URLSearchParams(search), { now: new Date(), zone: data.scope.zone });
  const question = questionOf(data.scope, { query, columns: columnsOf(messageDataset, query) });
  const words = fileWords(data.scope, question.columns);
  const perSecond = (ms: number) => (data.messages / ms) * 1000;

  for (const kind of CSV_KINDS) {
    const statement = copyStatement(csvSelect(question, kind, { ...words, decimalSeparator: "." }), FORMATS[kind]);
    const taken = await repeat(async () => {
      const baseline = await copyToNowhere(data, statement);
      return { baseline, ...(await download(`/monitoring/messages/csv?${search}&kind=${kind}`)) };
    });
    const ours = seriesOf(taken.map(({ ms }) => perSecond(ms)));
    const bare = seriesOf(taken.map(({ baseline }) => perSecond(baseline.ms)));
    const ratio = seriesOf(taken.map(({ ms, baseline }) => baseline.ms / ms));
    const grown = Math.max(...taken.map(({ grown }) => grown));
    table(
      [`CSV ${kind}`, "rows/s", "COPY alone", "ratio", "megabytes", "memory grows, MB"],
      [
        [
          `${data.messages} rows`,
          tell(ours, 0),
          tell(bare, 0),
          tell(ratio, 2),
          round(taken[0]!.bytes / 1e6, 0),
          round(grown, 0),
        ],
      ],
    );
    const reached = ratio.median >= 0.9 && grown < 64;
    report(`export-${kind}`, `${round(ratio.median, 2)} of COPY, ${round(grown, 0)} MB`, "0.9 and 64 MB", reached);
  }

  const sheet = await sheetOf(await download(`/monitoring/messages/xlsx?${search}`, true), data.messages);
  const taken = await repeat(async () => {
    const baseline = ((await zipping(sheet.sample)) * sheet.bytes) / sheet.sampled;
    return { baseline, ...(await download(`/monitoring/messages/xlsx?${search}`)) };
  });
  const ratio = seriesOf(taken.map(({ ms, baseline }) => baseline / ms));
  const grown = Math.max(...taken.map(({ grown }) => grown));
  table(
    ["workbook", "rows/s", "zlib alone", "ratio", "megabytes", "memory grows, MB"],
    [
      [
        ...[`${data.messages} rows`, tell(seriesOf(taken.map(({ ms }) => perSecond(ms))), 0)],
        ...[tell(seriesOf(taken.map(({ baseline }) => perSecond(baseline))), 0), tell(ratio, 2)],
        ...[round(taken[0]!.bytes / 1e6, 0), round(grown, 0)],
      ],
    ],
  );
  report(
    "export-xlsx",
    `${round(ratio.median, 2)} of zlib, ${round(grown, 0)} MB`,
    "0.3 and 64 MB",
    ratio.median >= 0.3 && grown < 64,
  );
}

type Downloaded = { ms: number; bytes: number; grown: number; chunks: Uint8Array[] };

function downloader({ url, memory }: Application, cookie: string) {
  return async (path: string, keep = false): Promise<Downloaded> => {
    const chunks: Uint8Array[] = [];
    const before = memory() ?? 0;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memory() ?? 0);
    }, 100);
    let bytes = 0;
    const ms = await milliseconds(async () => {
      const response = await fetch(`${url}${path}`, { headers: { cookie } });
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (keep) chunks.push(chunk);
      }
    });
    clearInterval(watch);
    return { ms, bytes, grown: most - before, chunks };
  };
}

/**
 * What psql would do with its output thrown away: the bytes are taken from the socket and forgotten. With the settings
 * that files are made under.
 */
async function copyToNowhere({ scope }: BenchData, statement: string): Promise<{ ms: number }> {
  const client = new pg.Client(pool().options);
  // It is left in the middle of its protocol.
  client.on("error", () => {});
  await client.connect();
  for (const [name, value] of Object.entries({ ...FILE_SETTINGS, TimeZone: scope.zone }))
    await client.query("select set_config($1, $2, false)", [name, value]);
  const { stream } = client.connection as unknown as { stream: NodeJS.ReadWriteStream };
  stream.removeAllListeners("data");
  let end: Buffer = Buffer.alloc(0);
  const ms = await milliseconds(
    () =>
      new Promise<void>((resolve, reject) => {
        stream.on("data", (chunk: Buffer) => {
          // The last message says that the server is ready again: Z, its length, idle. It may come in two pieces.
          end = Buffer.concat([end, chunk.subarray(-READY.length)]).subarray(-READY.length);
          if (end.equals(READY)) resolve();
        });
        stream.on("error", reject);
        const text = Buffer.from(`${statement}\0`);
        const head = Buffer.alloc(5);
        head.write("Q");
        head.writeInt32BE(text.length + 4, 1);
        stream.write(Buffer.concat([head, text]));
      }),
  );
  stream.end();
  return { ms };
}

const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const SAMPLE_BYTES = 50_000_000;

const NAME = "xl/worksheets/sheet1.xml";
const LOCAL_HEADER = 30;
/** Rows of one sheet besides its heading. */
const SHEET_ROWS = 1_048_575;

/** The beginning of a workbook's sheet, as XML, and how large all of it is: what zlib would have to do by itself. */
async function sheetOf({ chunks }: Downloaded, rows: number) {
  const file = Buffer.concat(chunks);
  const named = file.indexOf(NAME);
  const header = named - LOCAL_HEADER;
  const sheet = file.subarray(named + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28));
  const sample: Buffer[] = [];
  let [bytes, sampled] = [0, 0];
  const inflate = createInflateRaw();
  inflate.end(sheet);
  for await (const chunk of inflate as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (sampled < SAMPLE_BYTES) sampled += sample[sample.push(chunk) - 1]!.length;
  }
  return { sample, sampled, bytes: (bytes * rows) / Math.min(rows, SHEET_ROWS) };
}

function zipping(chunks: readonly Buffer[]): Promise<number> {
  return milliseconds(async () => {
    const zip = createDeflateRaw({ level: 1 }).resume();
    for (const chunk of chunks) if (!zip.write(chunk)) await once(zip, "drain");
    zip.end();
    await once(zip, "end");
  });
}
