import { parentPort, workerData } from "node:worker_threads";
import type { Answer, PackedBatch, Task, Told } from "./in-thread";
import { type Batch, readRows, UnreadableFile } from "./read-rows";
import { readWorkbook } from "./read-workbook";

/*
 * A thread of its own reads files: a million rows take half a minute of computing, and nobody's receipt waits for that.
 * It asks for each piece and waits until each result is taken, so that neither side fills its memory.
 */

const port = parentPort!;
const tell = (told: Told) => port.postMessage(told);

/** Pieces are read ahead while a result waits to be taken: each answer has its own waiter. */
const waiting: { [K in Answer["kind"]]?: (answer: Extract<Answer, { kind: K }>) => void } = {};
port.on("message", (answer: Answer) => {
  if (answer.kind === "piece") waiting.piece?.(answer);
  else waiting.taken?.(answer);
});

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { piece } = await new Promise<Extract<Answer, { kind: "piece" }>>((resolve) => {
      waiting.piece = resolve;
      tell({ kind: "want" });
    });
    if (piece === null) return;
    yield piece;
  }
}

/** Tells a result and waits until it is taken. */
async function hand(told: Told): Promise<void> {
  await new Promise((resolve) => {
    waiting.taken = resolve;
    tell(told);
  });
}

const packed = ({ rows, refused, empty, bytes }: Batch): PackedBatch => ({
  rows: JSON.stringify(rows),
  refused: JSON.stringify(refused),
  counts: { repaired: rows.filter((row) => row.repaired).length, refused: refused.length, empty },
  bytes,
});

async function run(task: Task): Promise<void> {
  if (task.kind === "rows") {
    for await (const batch of readRows(pieces(), task.settings)) await hand({ kind: "batch", ...packed(batch) });
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
