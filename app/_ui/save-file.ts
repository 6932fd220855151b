/** Bytes that are gathered before the browser may put them on disk. */
const CHUNK = 8_000_000;

/**
 * Fetches a file and hands it to the browser only when it is whole: a connection that breaks leaves nothing behind that
 * looks like a file.
 *
 * @param onBytes how many have come so far.
 * @throws Refused when the server does not give it; TypeError when the connection breaks; AbortError when aborted.
 * @returns its size in bytes.
 */
export async function saveFile(href: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<number> {
  const answer = await fetch(href, { signal });
  if (!answer.ok || !answer.body) throw new Refused(answer.status);
  const reader = answer.body.getReader();
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let gathered = 0;
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    gathered += value.length;
    bytes += value.length;
    onBytes(bytes);
    if (gathered < CHUNK) continue;
    blobs.push(new Blob(parts));
    parts = [];
    gathered = 0;
  }
  const type = answer.headers.get("content-type") ?? "application/octet-stream";
  offer(new Blob([...blobs, ...parts], { type }), nameOf(answer.headers.get("content-disposition")));
  return bytes;
}

/** The server answered, but not with the file. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The server answered ${status}.`);
  }
}

const nameOf = (disposition: string | null) => /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "messages";

function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click; a minute is long enough to begin.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
