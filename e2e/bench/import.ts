import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { db, pool } from "@/db";
import { users } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { startImport } from "@/lib/imports/commands";
import { getImport, type Import } from "@/lib/imports/queries";
import { type Application, startApplication } from "./application";
import { csvOf, workbookOf } from "./import-data";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";

const MOST_SECONDS = { csv: 4, xlsx: 10 };
const MOST_MEGABYTES = 256;
const LOOKED_MS = 25;

type Kind = { name: string; file: Buffer; rows: number };
type Taken = { upload: number; run: number; worked: number; copy: number; memory: number };

/** Files uploaded to the application and read by its worker into an empty agenda; beside each a COPY of the same rows. */
export async function imports(databaseUrl: string): Promise<void> {
  // With its worker, and by itself: what it needs while it is idle is its own.
  const application = await startApplication(databaseUrl, { worker: true });
  try {
    const small: Kind[] = [
      { name: "CSV", file: csvOf(100_000), rows: 100_000 },
      { name: "XLSX", file: workbookOf(100_000, "xlsx"), rows: 100_000 },
      { name: "XLS (all that it can hold)", file: workbookOf(65_535, "biff8"), rows: 65_535 },
    ];
    const taken: Taken[][] = [];
    for (const kind of small) taken.push(told(kind, await repeat(() => one(application, kind))));
    const large: Kind[] = [
      { name: "CSV (once)", file: csvOf(1_000_000), rows: 1_000_000 },
      { name: "XLSX (once)", file: workbookOf(1_000_000, "xlsx"), rows: 1_000_000 },
    ];
    for (const kind of large) taken.push(told(kind, [await one(application, kind)]));
    table(
      [
        "seconds",
        "rows",
        "megabytes",
        "upload",
        "import",
        "both",
        "processor",
        "COPY of its rows",
        "times COPY",
        "memory, MB over idle",
      ],
      [...small, ...large].map(({ name, file, rows }, i) => rowOf(name, file, rows, taken[i]!)),
    );
    const memory = Math.max(...taken.flat().map((each) => each.memory));
    for (const [i, kind] of (["csv", "xlsx"] as const).entries()) {
      const seconds = seriesOf(taken[i]!.map(both)).median;
      report(
        `import-${kind}`,
        `${round(seconds)} s of 100 000 rows`,
        `${MOST_SECONDS[kind]} s`,
        seconds < MOST_SECONDS[kind],
      );
    }
    report(
      "import-memory",
      `${round(memory, 0)} MB over idle at most`,
      `${MOST_MEGABYTES} MB`,
      memory < MOST_MEGABYTES,
    );
  } finally {
    await application.stop();
  }
}

/** What takes long says where it is. */
function told({ name }: Kind, taken: Taken[]): Taken[] {
  console.error(`  ${name}: ${tell(seriesOf(taken.map(both)))} s`);
  return taken;
}

const both = ({ upload, run }: Taken) => upload + run;

function rowOf(name: string, file: Buffer, rows: number, taken: Taken[]): string[] {
  const of = (value: (each: Taken) => number, places = 1) => tell(seriesOf(taken.map(value)), places);
  return [
    ...[
      name,
      String(rows),
      round(file.byteLength / 1e6),
      of(({ upload }) => upload),
      of(({ run }) => run),
      of(both),
      of(({ worked }) => worked),
    ],
    ...[of(({ copy }) => copy, 2), of((each) => both(each) / each.copy), of(({ memory }) => memory, 0)],
  ];
}

/** One file into the empty agenda of an account of its own, which is emptied again. */
async function one(application: Application, { file, rows }: Kind): Promise<Taken> {
  const scope = await createAccount({ name: unique("import") });
  const [owner] = await db
    .insert(users)
    .values({
      accountId: scope.accountId,
      email: `${unique("import")}@example.com`,
      name: "Import",
      passwordHash: "-",
      role: "owner",
    })
    .returning();
  const cookie = await application.signIn(owner!.id);
  const memory = watchMemory(application);
  const before = application.worked() ?? 0;
  let id = "";
  const upload = await milliseconds(async () => {
    id = await send(application, cookie, file);
  });
  const { sheet: _, otherSheets: __, ...given } = (await getImport(scope, id)).settings;
  let done: Import | null = null;
  const run = await milliseconds(async () => {
    await startImport(scope, id, given);
    done = await ended(scope, id);
  });
  const worked = (application.worked() ?? 0) - before;
  const grown = memory();
  const { report: told } = done! as Import;
  if (!told || told.added + told.duplicates + told.refused !== rows)
    throw new Error(`The import failed: ${JSON.stringify(done)}`);
  const copy = await copyOf(scope);
  await db.execute(sql`delete from contacts where account_id = ${scope.accountId}`);
  await db.execute(sql`delete from import_remarks where account_id = ${scope.accountId}`);
  await db.execute(sql`vacuum (analyze) contacts, import_remarks, import_chunks`);
  return { upload: upload / 1_000, run: run / 1_000, worked, copy: copy / 1_000, memory: grown };
}

async function send({ url }: Application, cookie: string, file: Buffer): Promise<string> {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(file)]), "clientes");
  const answer = await fetch(`${url}/agenda/import/upload`, {
    ...{ method: "POST", body: form, redirect: "manual" },
    headers: { cookie, origin: url, "sec-fetch-site": "same-origin" },
  });
  const id = /import\/([0-9a-f-]{36})$/.exec(answer.headers.get("location") ?? "")?.[1];
  if (!id) throw new Error(`The file was not taken: ${answer.status} ${answer.headers.get("location")}`);
  return id;
}

async function ended(scope: Scope, id: string): Promise<Import> {
  for (;;) {
    const found = await getImport(scope, id);
    if (["done", "failed", "cancelled"].includes(found.state)) return found;
    await sleep(LOOKED_MS);
  }
}

/** @returns tells how much more the application held at most since now, in megabytes. */
function watchMemory(application: Application): () => number {
  const idle = application.memory() ?? 0;
  let most = idle;
  const timer = setInterval(() => {
    most = Math.max(most, application.memory() ?? 0);
  }, LOOKED_MS);
  return () => {
    clearInterval(timer);
    return most - idle;
  };
}

/** The same contacts copied by Postgres itself, from a table without indexes into one with those of the contacts. */
async function copyOf({ accountId }: Scope): Promise<number> {
  const client = await pool().connect();
  try {
    await client.query("create temporary table cleaned as select * from contacts where account_id = $1", [accountId]);
    await client.query("create temporary table copied (like contacts including all)");
    const pieces: Buffer[] = [];
    for await (const piece of client.query(copyTo("copy cleaned to stdout"))) pieces.push(piece as Buffer);
    const taken = await milliseconds(() =>
      pipeline(Readable.from(pieces), client.query(copyFrom("copy copied from stdin"))),
    );
    await client.query("drop table cleaned, copied");
    return taken;
  } finally {
    client.release();
  }
}
