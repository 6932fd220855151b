import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import busboy from "busboy";
import { FieldError } from "@/lib/fields";
import { LARGEST_FILE } from "./store";
import { linesOfPaste } from "./text-file";

export type Upload = { name: string; file: AsyncIterable<Uint8Array> };

const LONGEST_PASTE = 20 * 1024 * 1024;

/**
 * Reads what the form sends (multipart/form-data: `file`, `numbers`) as it comes, and hands on the file, or the pasted
 * numbers where no file was chosen.
 *
 * @param take is called once; the request is read on while it takes the file.
 * @throws FieldError (file: nothing-given, too-large, paste-too-large, broken-upload), and what `take` throws.
 */
export async function readUpload<T>(
  request: { headers: Headers; body: ReadableStream<Uint8Array> | null },
  take: (upload: Upload) => Promise<T>,
): Promise<T> {
  if (!request.body) throw new FieldError({ file: "nothing-given" });
  const parser = multipart(request.headers);
  const source = Readable.fromWeb(request.body as WebStream<Uint8Array>);
  const done = new Promise<T>((resolve, reject) => {
    let taken: Promise<T> | null = null;
    let pasted = "";
    let cut = false;
    parser.on("file", (field, stream, { filename }) => {
      // Browsers send an empty file where none was chosen.
      if (field !== "file" || !filename || taken) return void stream.resume();
      taken = take({ name: filename, file: whole(stream) });
      taken.catch(reject);
    });
    parser.on("field", (field, value, { valueTruncated }) => {
      if (field !== "numbers") return;
      pasted = value;
      cut = valueTruncated;
    });
    parser.on("close", () => {
      if (taken) return void taken.then(resolve, reject);
      if (cut) return reject(new FieldError({ file: "paste-too-large" }));
      if (pasted.trim() === "") return reject(new FieldError({ file: "nothing-given" }));
      const bytes = Buffer.from(linesOfPaste(pasted));
      take({ name: "", file: Readable.from([bytes]) }).then(resolve, reject);
    });
    const broken = () => reject(new FieldError({ file: "broken-upload" }));
    parser.on("error", broken);
    source.on("error", broken);
  });
  source.pipe(parser);
  try {
    return await done;
  } finally {
    source.destroy();
  }
}

function multipart(headers: Headers): busboy.Busboy {
  try {
    return busboy({
      headers: { "content-type": headers.get("content-type") ?? "" },
      defParamCharset: "utf8",
      limits: { files: 2, fields: 10, fileSize: LARGEST_FILE + 1, fieldSize: LONGEST_PASTE, parts: 20 },
    });
  } catch {
    throw new FieldError({ file: "nothing-given" });
  }
}

/** A file that was cut at the limit is not taken for the whole. */
async function* whole(stream: Readable & { truncated?: boolean }): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) yield piece as Uint8Array;
  if (stream.truncated) throw new FieldError({ file: "too-large" });
}
