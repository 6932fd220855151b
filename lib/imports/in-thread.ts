import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { readEnv } from "@/lib/env";
import { UnreadableFile } from "./read-rows";
import type { ImportSettings } from "./settings";

export type Task = { kind: "rows"; settings: ImportSettings } | { kind: "workbook" };
/**
 * A batch as Postgres takes it: `rows` and `refused` are JSON, made in the thread, so that the process that answers
 * receipts only hands them on. `bytes`: how much of the file was read so far.
 */
export type PackedBatch = {
  rows: string;
  refused: string;
  counts: { repaired: number; refused: number; empty: number };
  bytes: number;
};
export type Told =
  | { kind: "want" }
  | ({ kind: "batch" } & PackedBatch)
  | { kind: "sheet"; sheet: string; otherSheets: string[] }
  | { kind: "text"; text: string }
  | { kind: "unreadable"; key: UnreadableFile["key"]; line: number }
  | { kind: "done" };
export type Answer = { kind: "piece"; piece: Uint8Array | null } | { kind: "taken" };

/** A workbook is held whole in memory, in the thread's own: one that asks for more ends the thread and nothing else. */
const MEMORY = { maxOldGenerationSizeMb: 1_536 };

/** A thread that tells nothing for so long goes round in circles: what reads XLS does so on some broken ones. */
const LONGEST_SILENCE_MS = 120_000;

/**
 * Runs a task over a file's pieces in a thread of its own.
 * @throws UnreadableFile; `too-many-rows` also when the thread's memory does not hold the workbook, `no-workbook` when
 *   the thread says nothing any more.
 */
async function* inThread(
  task: Task,
  pieces: AsyncIterable<Uint8Array>,
  longestSilence = LONGEST_SILENCE_MS,
): AsyncGenerator<Exclude<Told, { kind: "want" }>> {
  const thread = startThread({ workerData: task, resourceLimits: MEMORY, execArgv: [], stderr: true });
  thread.stderr.resume(); // what reads XLS comments on each oddity of a file
  const source = pieces[Symbol.asyncIterator]();
  const next = tellings(thread, longestSilence);
  try {
    for (;;) {
      const told = await next();
      if (told.kind === "want") {
        const { done, value } = await source.next();
        thread.postMessage({ kind: "piece", piece: done ? null : value } satisfies Answer);
        continue;
      }
      if (told.kind === "done") return;
      if (told.kind === "unreadable") throw new UnreadableFile(told.key, told.line);
      // The next is made while this one is written: there are never more than these two.
      thread.postMessage({ kind: "taken" } satisfies Answer);
      yield told;
    }
  } finally {
    await thread.terminate();
    await source.return?.();
  }
}

/** What the thread tells, one after the other; an end without a last word is an error. */
function tellings(thread: Worker, longestSilence: number): () => Promise<Told> {
  const told: Told[] = [];
  let failed: unknown;
  let wake: (() => void) | null = null;
  const fail = (error: unknown) => {
    failed ??= error;
    wake?.();
  };
  thread.on("message", (each: Told) => {
    told.push(each);
    wake?.();
  });
  thread.on("error", (error: NodeJS.ErrnoException) =>
    fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new UnreadableFile("too-many-rows") : error),
  );
  thread.on("exit", () => fail(new Error("The thread that reads files ended.")));
  return async () => {
    const silent = setTimeout(() => fail(new UnreadableFile("no-workbook")), longestSilence);
    try {
      while (told.length === 0) {
        if (failed) throw failed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return told.shift()!;
    } finally {
      clearTimeout(silent);
    }
  };
}

/** Beside the other programs; in tests, which run from the source, out of the source. */
function startThread(options: WorkerOptions): Worker {
  const { ACUSE_DIST, VITEST } = readEnv();
  if (!VITEST) {
    const programs = ACUSE_DIST.replace(/^\.next/, ".build");
    return new Worker(join(process.cwd(), programs, "import-thread.mjs"), options);
  }
  const source = pathToFileURL(join(process.cwd(), "lib", "imports", "thread.ts")).href;
  const load = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${JSON.stringify(source)}, ${JSON.stringify(source)}))`;
  return new Worker(load, { ...options, eval: true });
}

/** The rows of a file of text. @throws UnreadableFile */
export async function* readRowsInThread(
  pieces: AsyncIterable<Uint8Array>,
  settings: ImportSettings,
): AsyncGenerator<PackedBatch> {
  for await (const told of inThread({ kind: "rows", settings }, pieces)) if (told.kind === "batch") yield told;
}

/**
 * A workbook's first sheet as text in UTF-8 with commas.
 * @param sheetFound called once, before the text comes.
 * @throws UnreadableFile
 */
export async function* workbookTextInThread(
  pieces: AsyncIterable<Uint8Array>,
  sheetFound: (found: { sheet: string; otherSheets: string[] }) => void,
  longestSilence?: number,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const told of inThread({ kind: "workbook" }, pieces, longestSilence)) {
    if (told.kind === "sheet") sheetFound(told);
    if (told.kind === "text") yield encoder.encode(told.text);
  }
}
