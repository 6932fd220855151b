import { parentPort, workerData } from "node:worker_threads";
import type { Task, Told } from "./in-thread";
import { readRows, UnreadableFile } from "./read-rows";
import { readWorkbook } from "./read-workbook";

/*
 * A thread of its own reads files: a million rows take half a minute of computing, and nobody's receipt waits for that.
 * It asks for each piece and waits until each result is taken, so that neither side fills its memory.
 */

const port = parentPort!;
const tell = (told: Told) => port.postMessage(told);
const answer = <T>() => new Promise<T>((resolve) => port.once("message", resolve));

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (;;) {
    tell({ kind: "want" });
    const piece = await answer<Uint8Array | null>();
    if (piece === null) return;
    yield piece;
  }
}

/** Tells a result and waits until it is taken. */
async function hand(told: Told): Promise<void> {
  tell(told);
  await answer();
}

async function run(task: Task): Promise<void> {
  if (task.kind === "rows") {
    for await (const batch of readRows(pieces(), task.settings)) await hand({ kind: "batch", batch });
    return;
  }
  const all: Uint8Array[] = [];
  for await (const piece of pieces()) all.push(piece);
  const { sheet, otherSheets, pieces: texts } = await readWorkbook(Buffer.concat(all.splice(0)));
  await hand({ kind: "sheet", sheet, otherSheets });
  for await (const text of texts) await hand({ kind: "text", text });
}

run(workerData as Task)
  .then(() => tell({ kind: "done" }))
  .catch((error: unknown) => {
    if (!(error instanceof UnreadableFile)) throw error;
    tell({ kind: "unreadable", key: error.key, line: error.line });
  });
